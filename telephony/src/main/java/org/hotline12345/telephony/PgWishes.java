package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.jspecify.annotations.Nullable;

/** The rows of wishes to be called back. */
final class PgWishes {
    // language=PostgreSQL
    private static final String SELECT = """
            select w.call, w.hotline, w.wished_at, w.tries, w.tried_at, w.tried_by, w.done_by,
                   exists (select from telephony.message m where m.call = w.call) as has_message,
                   exists (select from telephony.call was
                             join telephony.call later on later.hotline = was.hotline
                                                      and later.caller_index = was.caller_index
                                                      and later.arrived_at > was.arrived_at
                            where was.id = w.call and later.answered_at is not null) as answered_since
              from telephony.callback_wish w
            """;

    private final Pool pool;

    PgWishes(Pool pool) {
        this.pool = pool;
    }

    /** A second wish within one call is the same one. */
    void add(CallId call, HotlineCode hotline, Instant at) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into telephony.callback_wish (call, hotline, wished_at) values ($1, $2, $3)
                        on conflict do nothing""")
                .execute(Tuple.of(call.value(), hotline.value(), at.atOffset(ZoneOffset.UTC)))
                .await();
    }

    /** Who waits longest first. */
    List<CallbackWish> open(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return query(
                        SELECT + "where w.hotline = $1 and w.done_at is null order by w.wished_at, w.call limit $2",
                        Tuple.of(hotline.value(), limit))
                .toList();
    }

    Optional<CallbackWish> find(HotlineCode hotline, CallId call) {
        // language=PostgreSQL
        return query(SELECT + "where w.hotline = $1 and w.call = $2", Tuple.of(hotline.value(), call.value()))
                .findFirst();
    }

    /**
     * Notes a try, unless the wish is done or somebody else has tried just now: of two people one calls.
     *
     * @return whether it was noted
     */
    boolean tried(CallId call, PersonId by, Instant at, Duration justNow) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                                update telephony.callback_wish set tries = tries + 1, tried_at = $3, tried_by = $2
                                 where call = $1 and done_at is null
                                   and (tried_at is null or tried_by = $2 or tried_at <= $4)""")
                        .execute(Tuple.of(
                                call.value(),
                                by.value(),
                                at.atOffset(ZoneOffset.UTC),
                                at.minus(justNow).atOffset(ZoneOffset.UTC)))
                        .await()
                        .rowCount()
                == 1;
    }

    /** Nothing was dialled after all: as it was before. */
    void notTried(CallbackWish before) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        update telephony.callback_wish set tries = $2, tried_at = $3, tried_by = $4
                         where call = $1 and tries = $2 + 1""")
                .execute(Tuple.tuple()
                        .addString(before.call().value())
                        .addInteger(before.tries())
                        .addOffsetDateTime(before.lastTry()
                                .map(last -> last.at().atOffset(ZoneOffset.UTC))
                                .orElse(null))
                        .addUUID(before.lastTry().map(last -> last.by().value()).orElse(null)))
                .await();
    }

    /** Whether it was open. */
    boolean done(CallId call, PersonId by, Instant at) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                                update telephony.callback_wish set done_by = $2, done_at = $3
                                 where call = $1 and done_at is null""")
                        .execute(Tuple.of(call.value(), by.value(), at.atOffset(ZoneOffset.UTC)))
                        .await()
                        .rowCount()
                == 1;
    }

    private Stream<CallbackWish> query(String sql, Tuple values) {
        var rows = pool.preparedQuery(sql).execute(values).await();
        return StreamSupport.stream(rows.spliterator(), false).map(PgWishes::read);
    }

    private static CallbackWish read(Row row) {
        return new CallbackWish(
                new CallId(row.getString("call")),
                new HotlineCode(row.getString("hotline")),
                Optional.empty(),
                row.getOffsetDateTime("wished_at").toInstant(),
                row.getBoolean("has_message"),
                row.getInteger("tries"),
                lastTry(row, row.getOffsetDateTime("tried_at")),
                row.getBoolean("answered_since"),
                Optional.ofNullable(row.getUUID("done_by")).map(PersonId::new));
    }

    private static Optional<CallbackWish.Try> lastTry(Row row, @Nullable OffsetDateTime at) {
        return at == null
                ? Optional.empty()
                : Optional.of(new CallbackWish.Try(at.toInstant(), new PersonId(row.getUUID("tried_by"))));
    }
}
