package org.hotline12345.ticketing.knowledge;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.ticketing.HistoricKnowledge;
import org.hotline12345.ticketing.HistoricKnowledge.State;
import org.hotline12345.ticketing.likeness.Grams;

/** The rows of knowledge that comes in by files; nobody of this office wrote or reviewed it. */
public final class PgKnowledgeImports {
    /** What stands where an entry of a file is to stand. */
    public enum Place {
        FREE,
        /** Just that. */
        SAME,
        /** An entry that says something else: it gets a new version. */
        OTHER,
        /** One of which another version waits for review. */
        WAITING,
        RETIRED
    }

    private record Standing(Place place, Optional<UUID> id, int version) {
        static final Standing NONE = new Standing(Place.FREE, Optional.empty(), 0);
    }

    // language=PostgreSQL
    private static final String NEWEST = """
            select k.id, v.version, v.content, v.valid_until, v.state, k.retired_at is not null as retired
              from ticketing.knowledge k
              join lateral (select * from ticketing.knowledge_version v
                             where v.id = k.id order by version desc limit 1) v on true
             where k.hotline = $1 and k.unit = $2 and k.kind = $3 and v.title = $4
             order by k.retired_at is not null, k.written_at desc limit 1""";

    private final Pool pool;
    private final Supplier<UUID> ids;

    public PgKnowledgeImports(Pool pool, Supplier<UUID> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    public Place place(HotlineCode hotline, HistoricKnowledge one) {
        return standing(pool, hotline, one).await().place();
    }

    /** Stores a batch in one transaction. */
    public List<Place> add(HotlineCode hotline, List<HistoricKnowledge> batch, Instant now) {
        return pool.withTransaction((SqlConnection tx) -> {
                    // Two imports of the same file take turns, batch by batch.
                    // language=PostgreSQL
                    Future<List<Place>> done = tx.preparedQuery(
                                    "select pg_advisory_xact_lock(hashtextextended('ticketing.knowledge ' || $1, 0))")
                            .execute(Tuple.of(hotline.value()))
                            .map(List.of());
                    for (var one : batch) {
                        done = done.compose(before -> standing(tx, hotline, one)
                                .compose(there -> write(tx, hotline, one, there, now))
                                .map(place -> and(before, place)));
                    }
                    return done;
                })
                .await();
    }

    private static List<Place> and(List<Place> some, Place one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }

    private static Future<Standing> standing(SqlClient client, HotlineCode hotline, HistoricKnowledge one) {
        return client.preparedQuery(NEWEST)
                .execute(
                        Tuple.of(hotline.value(), one.unit().value(), one.kind().name(), one.title()))
                .map(rows -> standing(rows, one));
    }

    private static Standing standing(RowSet<Row> rows, HistoricKnowledge one) {
        if (rows.size() == 0) {
            return Standing.NONE;
        }
        var row = rows.iterator().next();
        var isSame = row.getString("content").equals(one.content())
                && Optional.ofNullable(row.getLocalDate("valid_until")).equals(one.validUntil());
        var isWaiting = Review.State.valueOf(row.getString("state")) == Review.State.PROPOSED;
        // What became of it here since is this office's: the same words are the same entry.
        var place = isSame
                ? Place.SAME
                : row.getBoolean("retired") ? Place.RETIRED : isWaiting ? Place.WAITING : Place.OTHER;
        return new Standing(place, Optional.of(row.getUUID("id")), row.getInteger("version"));
    }

    private Future<Place> write(
            SqlConnection tx, HotlineCode hotline, HistoricKnowledge one, Standing there, Instant now) {
        return switch (there.place()) {
            case FREE -> {
                var id = ids.get();
                // language=PostgreSQL
                yield tx.preparedQuery("""
                                insert into ticketing.knowledge (id, hotline, unit, kind, written_at)
                                values ($1, $2, $3, $4, $5)""")
                        .execute(Tuple.of(
                                id,
                                hotline.value(),
                                one.unit().value(),
                                one.kind().name(),
                                one.writtenAt().atOffset(ZoneOffset.UTC)))
                        .compose(_ -> version(tx, id, 1, one, now))
                        .map(Place.FREE);
            }
            case OTHER ->
                version(tx, there.id().orElseThrow(), there.version() + 1, one, now)
                        .map(Place.OTHER);
            case SAME, WAITING, RETIRED -> Future.succeededFuture(there.place());
        };
    }

    private static Future<?> version(SqlConnection tx, UUID id, int version, HistoricKnowledge one, Instant now) {
        var state = switch (one.state()) {
            case State.Proposed _ -> Review.State.PROPOSED;
            case State.Approved _ -> Review.State.APPROVED;
            case State.Refused _ -> Review.State.REFUSED;
        };
        var isReviewed = state != Review.State.PROPOSED;
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.knowledge_version
                          (id, version, title, content, valid_until, written_by, written_at, state, grams,
                           reviewed_by, reviewed_at, why)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""")
                .execute(Tuple.of(id, version, one.title(), one.content())
                        .addLocalDate(one.validUntil().orElse(null))
                        .addUUID(PersonId.SYSTEM.value())
                        .addOffsetDateTime(one.writtenAt().atOffset(ZoneOffset.UTC))
                        .addString(state.name())
                        .addArrayOfString(
                                Grams.of(one.title() + '\n' + one.content()).toArray(String[]::new))
                        .addUUID(isReviewed ? PersonId.SYSTEM.value() : null)
                        .addOffsetDateTime(isReviewed ? now.atOffset(ZoneOffset.UTC) : null)
                        .addString(one.state() instanceof State.Refused(var why) ? why : null));
    }
}
