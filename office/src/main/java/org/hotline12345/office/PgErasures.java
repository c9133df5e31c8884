package org.hotline12345.office;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of erasures, and which file of citizens' keys belongs to this database. */
final class PgErasures {
    private final Pool pool;

    PgErasures(Pool pool) {
        this.pool = pool;
    }

    /** Of the file of citizens' keys; empty before the first start with one. */
    Optional<Buffer> keysName() {
        // language=PostgreSQL
        var rows =
                pool.query("select citizens from office.seal_check").execute().await();
        return rows.size() == 0
                ? Optional.empty()
                : Optional.ofNullable(rows.iterator().next().getBuffer("citizens"));
    }

    void nameKeys(byte[] name) {
        // language=PostgreSQL
        pool.preparedQuery("update office.seal_check set citizens = $1 where citizens is null")
                .execute(Tuple.of(Buffer.buffer(name)))
                .await();
    }

    void add(Erasure erasure) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into office.erasure (id, hotline, place, citizen_index, ticket, begun_at)
                        values ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.tuple()
                        .addUUID(erasure.id())
                        .addString(erasure.hotline().value())
                        .addInteger(erasure.place())
                        .addBuffer(Buffer.buffer(erasure.citizen().bytes()))
                        .addString(erasure.ticket().orElse(null))
                        .addOffsetDateTime(PgAudit.utc(erasure.begunAt())))
                .await();
    }

    void end(Erasure erasure, Instant at) {
        // language=PostgreSQL
        pool.preparedQuery("update office.erasure set ended_at = $2 where id = $1 and ended_at is null")
                .execute(Tuple.of(erasure.id(), PgAudit.utc(at)))
                .await();
    }

    List<Erasure> unfinished() {
        var found = new ArrayList<Erasure>();
        // language=PostgreSQL
        pool.query("""
                        select id, hotline, place, citizen_index, ticket, begun_at from office.erasure
                         where ended_at is null order by begun_at""").execute().await().forEach(row -> found.add(erasure(row)));
        return found;
    }

    private static Erasure erasure(Row row) {
        return new Erasure(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                row.getInteger("place"),
                new BlindIndex(row.getBuffer("citizen_index").getBytes()),
                Optional.ofNullable(row.getString("ticket")),
                row.getOffsetDateTime("begun_at").toInstant());
    }

    /** The places of keys whose erasures have ended. */
    List<Integer> destroyed() {
        var places = new ArrayList<Integer>();
        // language=PostgreSQL
        pool.query("select place from office.erasure where ended_at is not null order by place")
                .execute()
                .await()
                .forEach(row -> places.add(row.getInteger("place")));
        return places;
    }
}
