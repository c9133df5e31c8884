package org.hotline12345.ticketing.duty;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.TicketNumber;

/** The rows of rosters, and of what duty was called for. */
public final class PgDuty {
    // language=PostgreSQL
    private static final String SHIFT = """
            select s.id, s.hotline, s.unit, s.from_at, s.until_at, s.person_a, s.person_b,
                   (select coalesce(jsonb_agg(to_jsonb(h) order by h.at), '[]')
                      from ticketing.duty_handover h where h.shift = s.id) as handovers
              from ticketing.duty_shift s
             where s.hotline = $1 and s.cancelled_at is null and\s""";

    // language=PostgreSQL
    private static final String CALL = """
            select c.id, c.hotline, c.unit, c.cause, c.number, c.assignment, c.step, c.made_at, c.acknowledged_by,
                   (select jsonb_agg(to_jsonb(d) order by d.at) from ticketing.duty_step d where d.call = c.id) as told
              from ticketing.duty_call c
             where c.hotline = $1 and\s""";

    private final Pool pool;

    public PgDuty(Pool pool) {
        this.pool = pool;
    }

    // Rosters

    /** @return false when another shift of the unit lies in that time */
    boolean plan(Shift shift, PersonId by, Instant at) {
        var unit = unit(shift.unit());
        // language=PostgreSQL
        return pool.withTransaction((SqlConnection tx) -> tx.preparedQuery(
                                        // Two who plan for one unit at once: the second sees the first's shift.
                                        "select pg_advisory_xact_lock(hashtextextended($1, 0))")
                                .execute(Tuple.of("duty " + shift.hotline() + " " + unit))
                                .compose(_ -> tx.preparedQuery("""
                                        insert into ticketing.duty_shift
                                          (id, hotline, unit, from_at, until_at, person_a, person_b, made_by, made_at)
                                        select $1, $2, $3, $4, $5, $6, $7, $8, $9
                                         where not exists (select from ticketing.duty_shift
                                                            where hotline = $2 and unit = $3 and cancelled_at is null
                                                              and from_at < $5 and until_at > $4)""")
                                        .execute(Tuple.of(
                                                        shift.id(),
                                                        shift.hotline().value(),
                                                        unit,
                                                        utc(shift.from()),
                                                        utc(shift.until()))
                                                .addUUID(shift.a().value())
                                                .addUUID(shift.b()
                                                        .map(PersonId::value)
                                                        .orElse(null))
                                                .addUUID(by.value())
                                                .addOffsetDateTime(utc(at)))))
                        .await()
                        .rowCount()
                == 1;
    }

    boolean cancel(UUID id, PersonId by, Instant at) {
        // language=PostgreSQL
        return changed("""
                update ticketing.duty_shift set cancelled_by = $2, cancelled_at = $3
                 where id = $1 and cancelled_at is null""", Tuple.of(id, by.value(), utc(at)));
    }

    void handOver(UUID shift, Instant at, PersonId from, PersonId to, String note) {
        // language=PostgreSQL
        changed(
                "insert into ticketing.duty_handover (shift, at, from_who, to_who, note) values ($1, $2, $3, $4, $5)",
                Tuple.of(shift, utc(at), from.value(), to.value(), note));
    }

    void leave(UUID id, HotlineCode hotline, PersonId person, Instant from, Instant until, PersonId by, Instant at) {
        // language=PostgreSQL
        changed(
                """
                insert into ticketing.duty_leave (id, hotline, person, from_at, until_at, noted_by, noted_at)
                values ($1, $2, $3, $4, $5, $6, $7)""",
                Tuple.of(id, hotline.value(), person.value(), utc(from), utc(until))
                        .addUUID(by.value())
                        .addOffsetDateTime(utc(at)));
    }

    Set<PersonId> onLeave(HotlineCode hotline, Instant now) {
        // language=PostgreSQL
        return rows(
                        "select person from ticketing.duty_leave where hotline = $1 and from_at <= $2 and until_at > $2",
                        Tuple.of(hotline.value(), utc(now)))
                .map(row -> new PersonId(row.getUUID("person")))
                .collect(Collectors.toSet());
    }

    Optional<Shift> shift(HotlineCode hotline, UUID id) {
        return rows(SHIFT + "s.id = $2", Tuple.of(hotline.value(), id))
                .map(PgDuty::shift)
                .findFirst();
    }

    Optional<Shift> shiftAt(HotlineCode hotline, Optional<UnitCode> unit, Instant now) {
        // language=PostgreSQL
        return rows(
                        SHIFT + "s.unit = $2 and s.from_at <= $3 and s.until_at > $3",
                        Tuple.of(hotline.value(), unit(unit), utc(now)))
                .map(PgDuty::shift)
                .findFirst();
    }

    /** @param unit only this unit's and the office's; empty for all */
    List<Shift> shifts(HotlineCode hotline, Optional<UnitCode> unit, Instant from, Instant until, int limit) {
        // language=PostgreSQL
        return rows(
                        SHIFT + """
                        s.from_at < $3 and s.until_at > $2 and ($4::text is null or s.unit in ($4, ''))
                         order by s.from_at, s.unit limit $5""",
                        Tuple.of(hotline.value(), utc(from), utc(until))
                                .addString(unit.map(UnitCode::value).orElse(null))
                                .addInteger(limit))
                .map(PgDuty::shift)
                .toList();
    }

    boolean keepsRoster(HotlineCode hotline) {
        // language=PostgreSQL
        return rows("select from ticketing.duty_shift where hotline = $1 limit 1", Tuple.of(hotline.value()))
                        .count()
                > 0;
    }

    // Calls

    /** What duty has not been called for yet. */
    List<DutyCall.Need> needs(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return rows("""
                        (select t.unit, 'URGENT_TICKET' as cause, t.number, a.ordinal as assignment
                           from ticketing.ticket t
                           join ticketing.assignment a
                             on a.hotline = t.hotline and a.number = t.number and a.part = 'LEAD' and a.state = 'SENT'
                          where t.hotline = $1 and t.urgent and t.state = 'DISPATCHED'
                            and not exists (select from ticketing.duty_call c
                                             where c.hotline = t.hotline and c.cause = 'URGENT_TICKET'
                                               and c.number = t.number and c.assignment = a.ordinal
                                               and c.unit = t.unit)
                          order by t.number limit $2)
                        union all
                        (select '' as unit, 'DANGER' as cause, l.number, 0 as assignment
                           from ticketing.alert l
                          where l.hotline = $1 and l.kind = 'DANGER' and l.acknowledged_at is null
                            and not exists (select from ticketing.duty_call c
                                             where c.hotline = l.hotline and c.cause = 'DANGER'
                                               and c.number = l.number and c.assignment = 0)
                          order by l.number limit $2)""", Tuple.of(hotline.value(), limit))
                .map(row -> new DutyCall.Need(
                        unit(row.getString("unit")),
                        DutyCall.Cause.valueOf(row.getString("cause")),
                        new TicketNumber(row.getString("number")),
                        row.getInteger("assignment")))
                .toList();
    }

    /** @return empty when another program was first */
    Optional<DutyCall> begin(UUID id, HotlineCode hotline, DutyCall.Need need, DutyStep.Climb climb, Instant now) {
        // language=PostgreSQL
        changed(
                """
                with made as (
                    insert into ticketing.duty_call
                      (id, hotline, unit, cause, number, assignment, step, step_at, made_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
                    on conflict on constraint duty_call_once do nothing returning id)
                insert into ticketing.duty_step (call, step, at, people) select id, $7, $8, $9 from made""",
                Tuple.of(id, hotline.value(), unit(need.unit()), need.cause().name())
                        .addString(need.ticket().value())
                        .addInteger(need.assignment())
                        .addString(climb.step().name())
                        .addOffsetDateTime(utc(now))
                        .addArrayOfUUID(people(climb)));
        return call(hotline, id);
    }

    /** @return empty when it was acknowledged or another program was first */
    Optional<DutyCall> climb(DutyCall call, DutyStep.Climb climb, Instant now) {
        // language=PostgreSQL
        var climbed = changed(
                """
                with climbed as (
                    update ticketing.duty_call set step = $2, step_at = $3
                     where id = $1 and step = $5 and ended_at is null returning id)
                insert into ticketing.duty_step (call, step, at, people) select id, $2, $3, $4 from climbed""",
                Tuple.of(call.id(), climb.step().name(), utc(now))
                        .addArrayOfUUID(people(climb))
                        .addString(call.step().name()));
        return climbed ? call(call.hotline(), call.id()) : Optional.empty();
    }

    List<DutyCall> unanswered(HotlineCode hotline, Instant since, int limit) {
        // language=PostgreSQL
        return rows(
                        CALL + "c.ended_at is null and c.step_at <= $2 order by c.step_at limit $3",
                        Tuple.of(hotline.value(), utc(since), limit))
                .map(PgDuty::call)
                .toList();
    }

    List<DutyCall> open(HotlineCode hotline, int limit) {
        // language=PostgreSQL
        return rows(CALL + "c.ended_at is null order by c.made_at limit $2", Tuple.of(hotline.value(), limit))
                .map(PgDuty::call)
                .toList();
    }

    Optional<DutyCall> call(HotlineCode hotline, UUID id) {
        return rows(CALL + "c.id = $2", Tuple.of(hotline.value(), id))
                .map(PgDuty::call)
                .findFirst();
    }

    boolean acknowledge(UUID id, PersonId by, Instant at) {
        // language=PostgreSQL
        return changed("""
                update ticketing.duty_call set acknowledged_by = $2, acknowledged_at = $3, ended_at = $3
                 where id = $1 and ended_at is null""", Tuple.of(id, by.value(), utc(at)));
    }

    /**
     * Ends the calls whose cause is gone: the unit took the ticket or has it no more (its successor is called anew), the alert
     * was acknowledged.
     */
    void endSettled(HotlineCode hotline, Instant now) {
        // language=PostgreSQL
        changed("""
                update ticketing.duty_call c set ended_at = $2
                 where c.hotline = $1 and c.ended_at is null
                   and case c.cause
                         when 'DANGER' then exists (select from ticketing.alert l
                              where l.hotline = c.hotline and l.kind = 'DANGER' and l.number = c.number
                                and l.acknowledged_at is not null)
                         else not exists (select from ticketing.assignment a
                              where a.hotline = c.hotline and a.number = c.number and a.ordinal = c.assignment
                                and a.unit = c.unit and a.state = 'SENT') end""", Tuple.of(hotline.value(), utc(now)));
    }

    private static UUID[] people(DutyStep.Climb climb) {
        return climb.people().stream().map(PersonId::value).toArray(UUID[]::new);
    }

    private static Shift shift(Row row) {
        return new Shift(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                unit(row.getString("unit")),
                row.getOffsetDateTime("from_at").toInstant(),
                row.getOffsetDateTime("until_at").toInstant(),
                new PersonId(row.getUUID("person_a")),
                Optional.ofNullable(row.getUUID("person_b")).map(PersonId::new),
                objects(row.getJsonArray("handovers"))
                        .map(one -> new Shift.Handover(
                                instant(one, "at"),
                                person(one.getString("from_who")),
                                person(one.getString("to_who")),
                                one.getString("note")))
                        .toList());
    }

    private static DutyCall call(Row row) {
        return new DutyCall(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                unit(row.getString("unit")),
                DutyCall.Cause.valueOf(row.getString("cause")),
                new TicketNumber(row.getString("number")),
                row.getInteger("assignment"),
                DutyStep.valueOf(row.getString("step")),
                row.getOffsetDateTime("made_at").toInstant(),
                objects(row.getJsonArray("told"))
                        .map(one -> new DutyCall.Told(
                                DutyStep.valueOf(one.getString("step")),
                                instant(one, "at"),
                                one.getJsonArray("people").stream()
                                        .map(id -> person((String) id))
                                        .toList()))
                        .toList(),
                Optional.ofNullable(row.getUUID("acknowledged_by")).map(PersonId::new));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static Instant instant(JsonObject row, String column) {
        return OffsetDateTime.parse(row.getString(column)).toInstant();
    }

    private static PersonId person(String id) {
        return new PersonId(UUID.fromString(id));
    }

    private static String unit(Optional<UnitCode> unit) {
        return unit.map(UnitCode::value).orElse("");
    }

    private static Optional<UnitCode> unit(String code) {
        return Optional.of(code).filter(text -> !text.isEmpty()).map(UnitCode::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private boolean changed(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).await().rowCount() > 0;
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
