package org.hotline12345.ticketing.attention;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.likeness.Wording;

/** The texts of registered matters, in the order of the log, and their digests. */
public final class PgMatters {
    /** @param count events, of which some may be of one ticket */
    record Batch(String fromXid, long fromPosition, String toXid, long toPosition, int count, List<Read> matters) {}

    private static final String NAME = "digest";

    private final Pool pool;

    public PgMatters(Pool pool) {
        this.pool = pool;
    }

    /** What follows in the log; see RATIONALE.md for the order. Matters are as they stand now. */
    Batch next(int limit) {
        // language=PostgreSQL
        var place = rows("select xid::text as xid, position from ticketing.follower where name = $1", Tuple.of(NAME))
                .findFirst()
                .orElseThrow();
        // language=PostgreSQL
        var events = rows("""
                        select e.xid::text as xid, e.position, t.hotline, t.number, t.registered_at, t.nature, t.title,
                               t.content, t.area, t.urgent, null::text as category
                          from ticketing.ticket_event e join ticketing.ticket t using (hotline, number)
                         where (e.xid, e.position) > ($1::text::xid8, $2)
                           and e.xid < pg_snapshot_xmin(pg_current_snapshot())
                           and e.type in ('REGISTERED', 'RECLASSIFIED')
                         order by e.xid, e.position limit $3""", Tuple.of(place.getString("xid"), place.getLong("position"), limit))
                .toList();
        var last = events.isEmpty() ? place : events.getLast();
        return new Batch(
                place.getString("xid"),
                place.getLong("position"),
                last.getString("xid"),
                last.getLong("position"),
                events.size(),
                events.stream().map(PgMatters::read).distinct().toList());
    }

    /** Another program that read the same may have been faster; then it stays where that one is. */
    void advance(Batch batch) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        update ticketing.follower set xid = $2::text::xid8, position = $3
                         where name = $1 and xid = $4::text::xid8 and position = $5""")
                .execute(Tuple.of(NAME, batch.toXid(), batch.toPosition(), batch.fromXid(), batch.fromPosition()))
                .await();
    }

    void keep(List<Read> matters) {
        if (matters.isEmpty()) {
            return;
        }
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into ticketing.digest (hotline, number, registered_at, place, category, sketch)
                        values ($1, $2, $3, $4, $5, $6)
                        on conflict (hotline, number) do update set place = $4, category = $5, sketch = $6
                         where (digest.place, digest.category, digest.sketch) is distinct from ($4, $5, $6)""")
                .executeBatch(matters.stream().map(PgMatters::digest).toList())
                .await();
    }

    /** The newest at a place that are part of no cluster yet. */
    List<Read> at(HotlineCode hotline, String place, Instant since, int limit) {
        // language=PostgreSQL
        return rows("""
                        select t.hotline, t.number, t.registered_at, t.nature, t.title, t.content, t.area, t.urgent,
                               d.category
                          from ticketing.digest d join ticketing.ticket t using (hotline, number)
                         where d.hotline = $1 and d.place = $2 and d.place <> '' and d.cluster is null
                           and d.registered_at > $3
                         order by d.registered_at desc limit $4""", Tuple.of(hotline.value(), place, since.atOffset(ZoneOffset.UTC), limit))
                .map(PgMatters::read)
                .toList();
    }

    private static Tuple digest(Read read) {
        return Tuple.of(
                        read.hotline().value(),
                        read.number().value(),
                        read.registeredAt().atOffset(ZoneOffset.UTC))
                .addString(read.place())
                .addString(read.category().orElse(null))
                .addArrayOfInteger(Wording.of(read.matter()).sketch(read.hotline()));
    }

    private static Read read(Row row) {
        return new Read(
                new HotlineCode(row.getString("hotline")),
                new TicketNumber(row.getString("number")),
                row.getOffsetDateTime("registered_at").toInstant(),
                new Matter(
                        Nature.valueOf(row.getString("nature")),
                        row.getString("title"),
                        row.getString("content"),
                        Optional.ofNullable(row.getString("area")),
                        row.getBoolean("urgent")),
                Optional.ofNullable(row.getString("category")));
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
