package org.hotline12345.office;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Rows of people as the provider of identities knows them, and of their sign-ins there. */
final class PgSignIns {
    private final Pool pool;

    PgSignIns(Pool pool) {
        this.pool = pool;
    }

    /**
     * The login of whom the provider calls that.
     *
     * @param sameLogin whether somebody of whom no subject is noted may be found by the login
     */
    Optional<String> login(String value, boolean sameLogin) {
        // language=PostgreSQL
        return one("""
                        select login from office.person
                         where oidc_subject = $1 or ($2 and oidc_subject is null and login = $1)
                         order by oidc_subject nulls last limit 1""", Tuple.of(value, sameLogin)).map(row -> row.getString("login"));
    }

    /**
     * Open sign-ins of the person end with it.
     *
     * @return false when the provider calls somebody else that
     */
    boolean noteSubject(PersonId person, Optional<String> subject) {
        // language=PostgreSQL
        return one("""
                        with noted as (
                          update office.person set oidc_subject = $2
                           where id = $1
                             and not exists (select 1 from office.person other where other.oidc_subject = $2 and other.id <> $1)
                          returning id),
                        over as (delete from office.session where person in (select id from noted))
                        select id from noted""", Tuple.of(person.value()).addString(subject.orElse(null)))
                .isPresent();
    }

    /** Adds a sign-in; what the provider said in earlier ones of that person that are over is not kept. */
    void addSession(byte[] tokenHash, PersonId person, Instant now, Instant endsAt, Sealed providerToken) {
        // language=PostgreSQL
        one(
                """
                with over as (delete from office.session where person = $2 and ends_at <= $3)
                insert into office.session (token_hash, person, begun_at, used_at, ends_at, provider_token)
                values ($1, $2, $3, $3, $4, $5)""",
                Tuple.of(Buffer.buffer(tokenHash), person.value(), utc(now), utc(endsAt))
                        .addBuffer(Buffer.buffer(providerToken.bytes())));
    }

    /** What the provider said at this sign-in; empty for one by a password. */
    Optional<Sealed> providerToken(byte[] tokenHash) {
        // language=PostgreSQL
        return one(
                        "select provider_token from office.session where token_hash = $1",
                        Tuple.of(Buffer.buffer(tokenHash)))
                .flatMap(row -> Optional.ofNullable(row.getBuffer("provider_token")))
                .map(bytes -> new Sealed(bytes.getBytes()));
    }

    /** Whether this sign-in was made by a password that somebody else gave. */
    boolean mustChangePassword(byte[] tokenHash) {
        // language=PostgreSQL
        return one("""
                        select 1 from office.session s join office.person p on p.id = s.person
                         where s.token_hash = $1 and s.provider_token is null and p.must_change_password""", Tuple.of(Buffer.buffer(tokenHash))).isPresent();
    }

    private Optional<Row> one(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).findFirst();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
