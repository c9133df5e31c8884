package org.hotline12345.office;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The office's rows. */
final class PgOffice {
    record PersonRow(
            PersonId person,
            String login,
            String name,
            String passwordHash,
            boolean mustChangePassword,
            Instant lockedUntil) {}

    /** A profile, if there is one, in force from a moment to another, the second not included. */
    record InForce(Optional<ProfileVersion> version, Instant from, Instant until) {
        boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    private final Pool pool;

    PgOffice(Pool pool) {
        this.pool = pool;
    }

    /** The sealed word of this database; the given one becomes it where there is none yet. */
    Sealed sealCheck(Sealed first) {
        // language=PostgreSQL
        rows(
                "insert into office.seal_check (sealed) values ($1) on conflict do nothing",
                Tuple.of(Buffer.buffer(first.bytes())));
        // language=PostgreSQL
        var row = rows("select sealed from office.seal_check", Tuple.tuple()).getFirst();
        return new Sealed(row.getBuffer("sealed").getBytes());
    }

    List<Hotline> hotlines() {
        // language=PostgreSQL
        return rows("""
                select code, name, number, area_code, zone from office.hotline order by code""", Tuple.tuple()).stream()
                .map(row -> new Hotline(
                        new HotlineCode(row.getString("code")),
                        row.getString("name"),
                        row.getString("number"),
                        row.getString("area_code"),
                        ZoneId.of(row.getString("zone"))))
                .toList();
    }

    void addHotline(Hotline hotline) {
        // language=PostgreSQL
        rows(
                """
                insert into office.hotline (code, name, number, area_code, zone) values ($1, $2, $3, $4, $5)
                on conflict (code) do update set name = $2, number = $3, area_code = $4, zone = $5""",
                Tuple.of(
                        hotline.code().value(),
                        hotline.name(),
                        hotline.number(),
                        hotline.areaCode(),
                        hotline.zone().getId()));
    }

    /** Whether what is sent from one hotline can come to the other, over units that run hotlines. */
    boolean isBelow(HotlineCode hotline, HotlineCode upper) {
        // language=PostgreSQL
        return !rows("""
                with recursive below (code) as (
                    select runs from office.unit where hotline = $1 and runs is not null
                    union
                    select unit.runs from office.unit join below on unit.hotline = below.code where unit.runs is not null
                )
                select code from below where code = $2""", Tuple.of(upper.value(), hotline.value())).isEmpty();
    }

    boolean addPerson(PersonId person, String login, String name, String passwordHash) {
        // language=PostgreSQL
        return !rows("""
                        insert into office.person (id, login, name, password_hash, must_change_password)
                        values ($1, $2, $3, $4, true) on conflict (login) do nothing returning id""", Tuple.of(person.value(), login, name, passwordHash)).isEmpty();
    }

    void setPassword(PersonId person, String passwordHash, boolean mustChange) {
        // language=PostgreSQL
        rows("""
                update office.person set password_hash = $2, must_change_password = $3, failed_sign_ins = 0,
                       locked_until = '-infinity' where id = $1""", Tuple.of(person.value(), passwordHash, mustChange));
    }

    Optional<PersonRow> person(String login) {
        // language=PostgreSQL
        return rows("""
                        select id, login, name, password_hash, must_change_password,
                               greatest(locked_until, '2000-01-01') as locked_until
                          from office.person where login = $1""", Tuple.of(login)).stream()
                .map(row -> new PersonRow(
                        new PersonId(row.getUUID("id")),
                        row.getString("login"),
                        row.getString("name"),
                        row.getString("password_hash"),
                        row.getBoolean("must_change_password"),
                        row.getOffsetDateTime("locked_until").toInstant()))
                .findFirst();
    }

    Optional<String> nameOf(PersonId person) {
        // language=PostgreSQL
        return rows("select name from office.person where id = $1", Tuple.of(person.value())).stream()
                .map(row -> row.getString("name"))
                .findFirst();
    }

    void noteFailedSignIn(PersonId person, int maxFailures, Instant lockedUntil) {
        // language=PostgreSQL
        rows("""
                update office.person
                   set failed_sign_ins = case when failed_sign_ins + 1 >= $2 then 0 else failed_sign_ins + 1 end,
                       locked_until = case when failed_sign_ins + 1 >= $2 then $3 else locked_until end
                 where id = $1""", Tuple.of(person.value(), maxFailures, utc(lockedUntil)));
    }

    void clearFailedSignIns(PersonId person) {
        // language=PostgreSQL
        rows(
                "update office.person set failed_sign_ins = 0 where id = $1 and failed_sign_ins > 0",
                Tuple.of(person.value()));
    }

    void grant(PersonId person, HotlineCode hotline, String role, Optional<UnitCode> unit) {
        // language=PostgreSQL
        rows(
                """
                insert into office.person_role (person, hotline, role, unit) values ($1, $2, $3, $4)
                on conflict do nothing""",
                Tuple.of(
                        person.value(),
                        hotline.value(),
                        role,
                        unit.map(UnitCode::value).orElse("")));
    }

    Map<String, Set<Right>> roles() {
        // language=PostgreSQL
        return rows("""
                        select name, array(select granted from office.role_right where role = name) as rights
                          from office.role""", Tuple.tuple()).stream()
                .collect(Collectors.toMap(row -> row.getString("name"), row -> rights(row)));
    }

    private static Set<Right> rights(Row row) {
        return Arrays.stream(row.getArrayOfStrings("rights")).map(Right::new).collect(Collectors.toUnmodifiableSet());
    }

    List<Grant> grants(PersonId person) {
        // language=PostgreSQL
        return rows("""
                        select hotline, role, unit,
                               array(select granted from office.role_right r where r.role = p.role) as rights
                          from office.person_role p where person = $1 order by hotline, role, unit""", Tuple.of(person.value())).stream()
                .map(row -> new Grant(
                        new HotlineCode(row.getString("hotline")),
                        row.getString("role"),
                        Optional.of(row.getString("unit"))
                                .filter(unit -> !unit.isEmpty())
                                .map(UnitCode::new),
                        rights(row)))
                .toList();
    }

    List<Staff> staff(HotlineCode hotline) {
        // language=PostgreSQL
        return rows("""
                        select p.id, p.name, r.unit,
                               array_agg(distinct g.granted) filter (where g.granted is not null) as rights
                          from office.person_role r join office.person p on p.id = r.person
                          left join office.role_right g on g.role = r.role
                         where r.hotline = $1 group by p.id, p.name, r.unit order by r.unit, p.name, p.id""", Tuple.of(hotline.value())).stream()
                .map(row -> new Staff(
                        new PersonId(row.getUUID("id")),
                        row.getString("name"),
                        Optional.of(row.getString("unit"))
                                .filter(unit -> !unit.isEmpty())
                                .map(UnitCode::new),
                        Optional.ofNullable(row.getArrayOfStrings("rights")).stream()
                                .flatMap(Arrays::stream)
                                .map(Right::new)
                                .collect(Collectors.toUnmodifiableSet())))
                .toList();
    }

    Optional<SignedIn> visitor(byte[] tokenHash, Instant now, Duration idle) {
        // One statement finds the session and notes its use, at most once a minute: a busy page writes no row a click.
        // language=PostgreSQL
        var found = rows(
                """
                with used as (
                  update office.session set used_at = $2
                   where token_hash = $1 and ends_at > $2 and used_at > $3 and used_at < $4)
                select p.id, p.login, p.name, p.must_change_password and s.provider_token is null as must_change_password
                  from office.session s join office.person p on p.id = s.person
                 where s.token_hash = $1 and s.ends_at > $2 and s.used_at > $3""", Tuple.of(Buffer.buffer(tokenHash), utc(now), utc(now.minus(idle)), utc(now.minusSeconds(60))));
        return found.stream().findFirst().map(row -> {
            var person = new PersonId(row.getUUID("id"));
            var grants = row.getBoolean("must_change_password") ? List.<Grant>of() : grants(person);
            return new SignedIn(person, row.getString("login"), row.getString("name"), grants);
        });
    }

    void endSession(byte[] tokenHash) {
        // language=PostgreSQL
        rows("delete from office.session where token_hash = $1", Tuple.of(Buffer.buffer(tokenHash)));
    }

    void endSessions(PersonId person) {
        // language=PostgreSQL
        rows("delete from office.session where person = $1", Tuple.of(person.value()));
    }

    ProfileVersion addProfile(HotlineCode hotline, String yaml, Instant validFrom, PersonId by, Instant now) {
        return pool.withTransaction((SqlConnection tx) -> {
                    // The hotline's row is the lock: two editors get two numbers.
                    // language=PostgreSQL
                    return tx.preparedQuery("select 1 from office.hotline where code = $1 for update")
                            .execute(Tuple.of(hotline.value()))
                            // language=PostgreSQL
                            .compose(locked -> tx.preparedQuery("""
                                            insert into office.profile (hotline, version, valid_from, text, added_by, added_at)
                                            select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5
                                              from office.profile where hotline = $1
                                            returning version""")
                                    .execute(Tuple.of(hotline.value(), utc(validFrom), yaml, by.value(), utc(now))));
                })
                .map(inserted ->
                        new ProfileVersion(hotline, inserted.iterator().next().getInteger("version"), validFrom, yaml))
                .await();
    }

    /** The profile in force at that moment, and until when it surely is. */
    InForce profile(HotlineCode hotline, Instant at) {
        // language=PostgreSQL
        var found = rows("""
                        select version, valid_from, text,
                               (select min(valid_from) from office.profile where hotline = $1 and valid_from > $2) as until
                          from (select 1) one left join lateral (
                               select version, valid_from, text from office.profile
                                where hotline = $1 and valid_from <= $2 order by version desc limit 1) newest on true""", Tuple.of(hotline.value(), utc(at)));
        var row = found.getFirst();
        var version = Optional.ofNullable(row.getInteger("version"))
                .map(number -> new ProfileVersion(
                        hotline, number, row.getOffsetDateTime("valid_from").toInstant(), row.getString("text")));
        var until = Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant);
        return new InForce(version, at, until.orElse(Instant.MAX));
    }

    private List<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).collect(Collectors.toCollection(ArrayList::new));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
