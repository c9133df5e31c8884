package org.hotline12345.office;

import io.vertx.core.buffer.Buffer;
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

/** Rows of people as the provider of identities knows them, and of their sign-ins there. */
final class PgSignIns {
    /** Whoever has more looks at the newest. */
    private static final int MOST_SESSIONS_SHOWN = 100;

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

    /**
     * Adds a sign-in; earlier ones of that person that are over are not kept.
     *
     * @param client what the browser calls itself
     * @param providerToken what the provider said; empty for a sign-in by a password
     */
    void addSession(
            byte[] tokenHash,
            PersonId person,
            Instant now,
            Instant endsAt,
            String client,
            Optional<Sealed> providerToken) {
        // language=PostgreSQL
        one(
                """
                with over as (delete from office.session where person = $2 and ends_at <= $3)
                insert into office.session (token_hash, person, begun_at, used_at, ends_at, client, provider_token)
                values ($1, $2, $3, $3, $4, $5, $6)""",
                Tuple.of(Buffer.buffer(tokenHash), person.value(), utc(now), utc(endsAt))
                        .addString(client)
                        .addBuffer(providerToken
                                .map(token -> Buffer.buffer(token.bytes()))
                                .orElse(null)));
    }

    /** Sign-ins of that person that are open: neither over nor unused for so long. */
    List<OpenSession> openSessions(PersonId person, byte[] ownHash, Instant now, Duration idle) {
        // language=PostgreSQL
        return rows(
                        """
                        select encode(substring(token_hash for 8), 'hex') as id, begun_at, used_at, ends_at, client,
                               provider_token is not null as at_provider, token_hash = $2 as own
                          from office.session where person = $1 and ends_at > $3 and used_at > $4
                         order by used_at desc, id limit $5""",
                        Tuple.of(
                                person.value(),
                                Buffer.buffer(ownHash),
                                utc(now),
                                utc(now.minus(idle)),
                                MOST_SESSIONS_SHOWN))
                .map(row -> new OpenSession(
                        row.getString("id"),
                        row.getOffsetDateTime("begun_at").toInstant(),
                        row.getOffsetDateTime("used_at").toInstant(),
                        row.getOffsetDateTime("ends_at").toInstant(),
                        row.getString("client"),
                        row.getBoolean("at_provider"),
                        row.getBoolean("own")))
                .toList();
    }

    /** @return false when that person has no such sign-in */
    boolean endSession(PersonId person, String id) {
        // language=PostgreSQL
        return one("""
                        delete from office.session
                         where person = $1 and encode(substring(token_hash for 8), 'hex') = $2 returning person""", Tuple.of(person.value(), id)).isPresent();
    }

    void endOtherSessions(PersonId person, byte[] ownHash) {
        // language=PostgreSQL
        one(
                "delete from office.session where person = $1 and token_hash <> $2",
                Tuple.of(person.value(), Buffer.buffer(ownHash)));
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
        return rows(sql, parameters).findFirst();
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
