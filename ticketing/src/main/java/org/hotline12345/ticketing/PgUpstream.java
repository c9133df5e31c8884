package org.hotline12345.ticketing;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.UnitCode;

/** What the hotline above sent, and what it got back. */
final class PgUpstream {
    /**
     * @param fileAt of the file it was last seen in; empty when the rest of its row is still to be written
     * @param said fingerprint of its matter there
     */
    record Known(TicketNumber number, Optional<Instant> fileAt, Optional<String> said) {}

    private final Pool pool;

    PgUpstream(Pool pool) {
        this.pool = pool;
    }

    Map<String, Known> known(HotlineCode hotline, List<String> upstream) {
        var known = new HashMap<String, Known>();
        // language=PostgreSQL
        for (Row row : pool.preparedQuery("""
                        select upstream, number, nullif(file_at, '-infinity') as file_at, said from ticketing.upstream
                         where hotline = $1 and upstream = any($2)""")
                .execute(Tuple.of(hotline.value()).addArrayOfString(upstream.toArray(String[]::new)))
                .await()) {
            known.put(
                    row.getString("upstream"),
                    new Known(
                            new TicketNumber(row.getString("number")),
                            PgTicketRows.instant(row, "file_at"),
                            Optional.ofNullable(row.getString("said"))));
        }
        return known;
    }

    /** @return whether it says something else now, besides being seen again */
    boolean update(HotlineCode hotline, UpstreamTicket ticket, Instant fileAt) {
        // A rating that is no longer in the file was given all the same.
        // language=PostgreSQL
        var before = pool.preparedQuery("""
                        with before as (
                          select due_at, result_rating, service_rating from ticketing.upstream
                           where hotline = $1 and upstream = $2 for update)
                        update ticketing.upstream u
                           set file_at = $3, said = $7, due_at = coalesce($4, u.due_at),
                               result_rating = coalesce($5, u.result_rating),
                               service_rating = coalesce($6, u.service_rating)
                          from before b
                         where u.hotline = $1 and u.upstream = $2 and u.file_at < $3
                        returning (b.due_at, b.result_rating, b.service_rating)
                          is distinct from (u.due_at, u.result_rating, u.service_rating) as changed""")
                .execute(Tuple.of(
                        hotline.value(),
                        ticket.number(),
                        PgTicketRows.utc(fileAt),
                        PgTicketRows.utc(ticket.due()),
                        ticket.result().map(Enum::name).orElse(null),
                        ticket.service().map(Enum::name).orElse(null),
                        ticket.said()))
                .await()
                .iterator();
        return before.hasNext() && before.next().getBoolean("changed");
    }

    /** @param sentToo whether also what was sent back before */
    List<UpstreamReply> unsent(HotlineCode hotline, boolean sentToo, int limit) {
        // language=PostgreSQL
        var found = pool.preparedQuery("""
                        select u.upstream, u.number, t.title, t.unit, u.due_at, e.version, e.at, e.text
                          from ticketing.upstream u
                          join ticketing.ticket t on t.hotline = u.hotline and t.number = u.number
                          left join lateral (
                            select version, at, coalesce(body ->> 'text', body ->> 'words') as text
                              from ticketing.ticket_event e
                             where e.hotline = u.hotline and e.number = u.number
                               and e.type in ('REPLIED', 'ANSWERED_DIRECTLY', 'REJECTED')
                               and t.state in ('HANDLED', 'CLOSED', 'ARCHIVED', 'REJECTED')
                             order by version desc limit 1) e on true
                         where u.hotline = $1 and ($2::boolean or u.sent_version is null or u.sent_version < e.version)
                           and t.state not in ('WITHDRAWN', 'VOIDED')
                         order by u.due_at nulls last, u.upstream limit $3""")
                .execute(Tuple.of(hotline.value(), sentToo, limit))
                .await();
        return StreamSupport.stream(found.spliterator(), false)
                .map(row -> new UpstreamReply(
                        row.getString("upstream"),
                        new TicketNumber(row.getString("number")),
                        row.getString("title"),
                        Optional.ofNullable(row.getString("unit")).map(UnitCode::new),
                        PgTicketRows.instant(row, "due_at"),
                        Optional.ofNullable(row.getInteger("version"))
                                .map(version -> new UpstreamReply.Words(
                                        version,
                                        PgTicketRows.instant(row, "at").orElseThrow(),
                                        row.getString("text")))))
                .toList();
    }

    void sent(HotlineCode hotline, List<UpstreamReply> replies, Instant at) {
        if (replies.isEmpty()) {
            return;
        }
        OffsetDateTime now = PgTicketRows.utc(at);
        // language=PostgreSQL
        pool.withTransaction(tx -> tx.preparedQuery("""
                        update ticketing.upstream set sent_version = $3, sent_at = $4
                         where hotline = $1 and upstream = $2""")
                        .executeBatch(replies.stream()
                                .flatMap(reply -> reply.reply().stream()
                                        .map(words ->
                                                Tuple.of(hotline.value(), reply.upstream(), words.version(), now)))
                                .toList()))
                .await();
    }
}
