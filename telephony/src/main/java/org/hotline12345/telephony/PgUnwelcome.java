package org.hotline12345.telephony;

import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;

/** The rows of callers who were found malicious. */
final class PgUnwelcome {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Pool pool;
    private final Seal seal;

    PgUnwelcome(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    /** Whether it was stored; not when there is a proposal or a finding on this caller already. */
    boolean propose(Unwelcome proposed, Caller.Known caller) {
        var key = seal.keyOf(proposed.hotline(), caller.number());
        try {
            // language=PostgreSQL
            pool.preparedQuery("""
                            insert into telephony.unwelcome
                                   (id, hotline, caller_sealed, caller_index, treatment, evidence, why,
                                    proposed_by, proposed_at, until_at, state)
                            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'PROPOSED')""")
                    .execute(Tuple.tuple()
                            .addUUID(proposed.id())
                            .addString(proposed.hotline().value())
                            .addBuffer(Buffer.buffer(key.seal(caller.number()).bytes()))
                            .addBuffer(Buffer.buffer(key.index().bytes()))
                            .addString(proposed.treatment().name())
                            .addArrayOfString(proposed.evidence().stream()
                                    .map(CallId::value)
                                    .toArray(String[]::new))
                            .addString(proposed.why())
                            .addUUID(proposed.proposedBy().value())
                            .addOffsetDateTime(proposed.proposedAt().atOffset(ZoneOffset.UTC))
                            .addOffsetDateTime(proposed.until().atOffset(ZoneOffset.UTC)))
                    .await();
            return true;
        } catch (PgException e) {
            if (UNIQUE_VIOLATION.equals(e.getSqlState())) {
                return false;
            }
            throw e;
        }
    }

    /** Whether it stood in that state and was changed. */
    boolean decide(HotlineCode hotline, UUID id, Unwelcome.State from, Unwelcome.State to, PersonId by, Instant at) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                                update telephony.unwelcome set state = $4, decided_by = $5, decided_at = $6
                                 where hotline = $1 and id = $2 and state = $3""")
                        .execute(Tuple.of(
                                hotline.value(), id, from.name(), to.name(), by.value(), at.atOffset(ZoneOffset.UTC)))
                        .await()
                        .rowCount()
                == 1;
    }

    /** Those whose time is over make room for a new proposal. */
    void liftExpired(HotlineCode hotline, Instant at) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        update telephony.unwelcome set state = 'LIFTED'
                         where hotline = $1 and state <> 'LIFTED' and until_at <= $2""")
                .execute(Tuple.of(hotline.value(), at.atOffset(ZoneOffset.UTC)))
                .await();
    }

    Optional<Unwelcome> find(HotlineCode hotline, UUID id) {
        // language=PostgreSQL
        return query("select * from telephony.unwelcome where hotline = $1 and id = $2", Tuple.of(hotline.value(), id))
                .findFirst();
    }

    /** Newest first. */
    List<Unwelcome> list(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return query(
                        "select * from telephony.unwelcome where hotline = $1 order by proposed_at desc limit $2",
                        Tuple.of(hotline.value(), limit))
                .toList();
    }

    /** How this caller is treated at that moment; empty for all but a few. */
    Optional<Unwelcome.Treatment> treatment(HotlineCode hotline, BlindIndex caller, Instant at) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select treatment from telephony.unwelcome
                         where hotline = $1 and caller_index = any($2) and state = 'APPROVED' and until_at > $3""")
                .execute(Tuple.of(hotline.value(), PgCallRows.all(caller), at.atOffset(ZoneOffset.UTC)))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> Unwelcome.Treatment.valueOf(row.getString("treatment")))
                .findFirst();
    }

    private Stream<Unwelcome> query(String sql, Tuple values) {
        var rows = pool.preparedQuery(sql).execute(values).await();
        return StreamSupport.stream(rows.spliterator(), false).map(this::read);
    }

    private Unwelcome read(Row row) {
        Caller caller = seal.read(new Sealed(row.getBuffer("caller_sealed").getBytes()))
                .<Caller>map(number -> new Caller.Known(number, false))
                .orElseGet(() -> new Caller.Withheld(true));
        return new Unwelcome(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                caller.masked(),
                Unwelcome.Treatment.valueOf(row.getString("treatment")),
                Stream.of(row.getArrayOfStrings("evidence")).map(CallId::new).toList(),
                row.getString("why"),
                new PersonId(row.getUUID("proposed_by")),
                row.getOffsetDateTime("proposed_at").toInstant(),
                row.getOffsetDateTime("until_at").toInstant(),
                Unwelcome.State.valueOf(row.getString("state")));
    }
}
