package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/** The rows of attached files. */
final class PgAttachments {
    private final Pool pool;

    PgAttachments(Pool pool) {
        this.pool = pool;
    }

    /** The ticket's files, in the order they came. */
    List<Attachment> of(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select id, number, name, kind, bytes, sha256, added_at, added_by from ticketing.attachment
                         where hotline = $1 and number = $2 order by added_at, id""")
                .execute(Tuple.of(hotline.value(), number.value()))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PgAttachments::attachment)
                .toList();
    }

    /**
     * Adds a row, unless the ticket has so many; the same content twice is one row.
     *
     * @return false when there are as many already
     */
    boolean add(HotlineCode hotline, Attachment one, int most) {
        return pool.withTransaction((SqlConnection tx) ->
                        // The ticket's row is the lock: of two who add the last one, one is refused.
                        // language=PostgreSQL
                        tx.preparedQuery("select from ticketing.ticket where hotline = $1 and number = $2 for update")
                                .execute(Tuple.of(hotline.value(), one.ticket().value()))
                                // language=PostgreSQL
                                .compose(_ -> tx.preparedQuery("""
                                                select count(*) filter (where sha256 <> $3) as others
                                                  from ticketing.attachment where hotline = $1 and number = $2""")
                                        .execute(Tuple.of(
                                                hotline.value(), one.ticket().value(), bytes(one))))
                                .compose(counted -> counted.iterator().next().getLong("others") >= most
                                        ? Future.succeededFuture(false)
                                        : insert(tx, hotline, one).map(true)))
                .await();
    }

    private static Future<?> insert(SqlConnection tx, HotlineCode hotline, Attachment one) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.attachment
                          (id, hotline, number, name, kind, bytes, sha256, added_at, added_by)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        on conflict (hotline, number, sha256) do nothing""")
                .execute(Tuple.of(one.id(), hotline.value(), one.ticket().value(), one.name())
                        .addString(one.kind().name())
                        .addInteger(one.bytes())
                        .addBuffer(bytes(one))
                        .addOffsetDateTime(PgTicketRows.utc(one.addedAt()))
                        .addUUID(one.addedBy().value()));
    }

    private static Attachment attachment(Row row) {
        return new Attachment(
                row.getUUID("id"),
                new TicketNumber(row.getString("number")),
                row.getString("name"),
                AttachmentKind.valueOf(row.getString("kind")),
                row.getInteger("bytes"),
                HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
                PgTicketRows.instant(row, "added_at").orElseThrow(),
                new PersonId(row.getUUID("added_by")));
    }

    private static Buffer bytes(Attachment one) {
        return Buffer.buffer(HexFormat.of().parseHex(one.sha256()));
    }
}
