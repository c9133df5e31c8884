package org.hotline12345.ticketing.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.hotline12345.ticketing.InspectionProfile.Item;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.inspection.Inspection.Objection;
import org.hotline12345.ticketing.inspection.Inspection.Score;
import org.hotline12345.ticketing.inspection.Inspection.State;
import org.hotline12345.ticketing.inspection.Inspection.Subject;

/** The rows of inspections. */
public final class PgInspections {
    // language=PostgreSQL
    private static final String SELECT = "select * from ticketing.inspection where hotline = $1 ";

    // language=PostgreSQL
    private static final String DRAW_REPLIES = """
            insert into ticketing.inspection
              (id, hotline, kind, number, assignment, unit, form, drawn_at, drawn_by, state)
            select gen_random_uuid(), a.hotline, 'REPLY', a.number, a.ordinal, a.unit, $5, $6, $7, 'DRAWN'
              from ticketing.assignment a
             where a.hotline = $1 and a.state = 'ACCEPTED' and a.ended_at >= $2 and a.ended_at < $3
               and not exists (select from ticketing.inspection i
                                where i.hotline = a.hotline and i.number = a.number and i.assignment = a.ordinal)
             order by random() limit $4
            on conflict do nothing""";

    // language=PostgreSQL
    private static final String DRAW_TALKS = """
            insert into ticketing.inspection (id, hotline, kind, call, agent, form, drawn_at, drawn_by, state)
            select gen_random_uuid(), c.hotline, 'TALK', c.id, c.agent, $5, $6, $7, 'DRAWN'
              from telephony.v_call c
             where c.hotline = $1 and c.arrived_at >= $2 and c.arrived_at < $3 and c.recording and c.agent is not null
               and c.ended_at is not null
               and not exists (select from ticketing.inspection i where i.hotline = c.hotline and i.call = c.id)
             order by random() limit $4
            on conflict do nothing""";

    private final Pool pool;

    public PgInspections(Pool pool) {
        this.pool = pool;
    }

    int draw(
            HotlineCode hotline,
            Inspection.Kind kind,
            Instant from,
            Instant until,
            int count,
            List<Item> form,
            PersonId by,
            Instant at) {
        var sql = switch (kind) {
            case REPLY -> DRAW_REPLIES;
            case TALK -> DRAW_TALKS;
        };
        var items = new JsonArray();
        form.forEach(item -> items.add(new JsonObject().put("item", item.name()).put("points", item.points())));
        return pool.preparedQuery(sql)
                .execute(Tuple.of(hotline.value(), from.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC), count)
                        .addValue(items)
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC))
                        .addUUID(by.value()))
                .await()
                .rowCount();
    }

    Optional<Inspection> find(HotlineCode hotline, UUID id) {
        return rows(SELECT + "and id = $2", Tuple.of(hotline.value(), id))
                .map(PgInspections::inspection)
                .findFirst();
    }

    List<Inspection> list(HotlineCode hotline, int limit) {
        return rows(SELECT + "order by drawn_at desc, id limit $2", Tuple.of(hotline.value(), limit))
                .map(PgInspections::inspection)
                .toList();
    }

    /** Scored ones of a unit's replies and of an agent's talks. */
    List<Inspection> ofInspected(HotlineCode hotline, Optional<UnitCode> unit, PersonId agent, int limit) {
        // language=PostgreSQL
        return rows(
                        SELECT + """
                        and state <> 'DRAWN' and (unit = $2 or agent = $3) order by drawn_at desc, id limit $4""",
                        Tuple.of(hotline.value())
                                .addString(unit.map(UnitCode::value).orElse(null))
                                .addUUID(agent.value())
                                .addInteger(limit))
                .map(PgInspections::inspection)
                .toList();
    }

    /** @return false when somebody else moved it first */
    boolean move(Inspection from, State to) {
        // language=PostgreSQL
        return switch (to) {
            case State.Drawn _ -> throw new IllegalArgumentException("what is drawn is drawn");
            case State.Scored(var score) -> changed("""
                        update ticketing.inspection set state = 'SCORED', points = $2, remark = $3, scored_at = $4,
                               scored_by = $5 where id = $1 and state = 'DRAWN'""", score(from, score));
            case State.Objected(var _, var objection) ->
                changed(
                        """
                        update ticketing.inspection set state = 'OBJECTED', objection = $2, objected_at = $3,
                               objected_by = $4 where id = $1 and state = 'SCORED'""",
                        Tuple.of(
                                from.id(),
                                objection.why(),
                                objection.at().atOffset(ZoneOffset.UTC),
                                objection.by().value()));
            case State.Decided(var _, var _, var standing) -> changed("""
                        update ticketing.inspection set state = 'DECIDED', final = $2, decision = $3, decided_at = $4,
                               decided_by = $5 where id = $1 and state = 'OBJECTED'""", score(from, standing));
        };
    }

    private static Tuple score(Inspection inspection, Score score) {
        return Tuple.of(inspection.id())
                .addArrayOfInteger(score.points().toArray(Integer[]::new))
                .addString(score.remark())
                .addOffsetDateTime(score.at().atOffset(ZoneOffset.UTC))
                .addUUID(score.by().value());
    }

    private static Inspection inspection(Row row) {
        return new Inspection(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                switch (Inspection.Kind.valueOf(row.getString("kind"))) {
                    case REPLY ->
                        new Subject.Reply(
                                new TicketNumber(row.getString("number")),
                                row.getInteger("assignment"),
                                new UnitCode(row.getString("unit")));
                    case TALK ->
                        new Subject.Talk(new CallId(row.getString("call")), new PersonId(row.getUUID("agent")));
                },
                row.getJsonArray("form").stream()
                        .map(JsonObject.class::cast)
                        .map(item -> new Item(item.getString("item"), item.getInteger("points")))
                        .toList(),
                row.getOffsetDateTime("drawn_at").toInstant(),
                switch (row.getString("state")) {
                    case "DRAWN" -> new State.Drawn();
                    case "SCORED" -> new State.Scored(given(row));
                    case "OBJECTED" -> new State.Objected(given(row), objection(row));
                    case "DECIDED" ->
                        new State.Decided(
                                given(row),
                                objection(row),
                                score(row, "final", "decision", "decided_at", "decided_by"));
                    default -> throw new IllegalStateException("state " + row.getString("state"));
                });
    }

    private static Score given(Row row) {
        return score(row, "points", "remark", "scored_at", "scored_by");
    }

    private static Score score(Row row, String points, String remark, String at, String by) {
        return new Score(
                List.of(row.getArrayOfIntegers(points)),
                row.getString(remark),
                row.getOffsetDateTime(at).toInstant(),
                new PersonId(row.getUUID(by)));
    }

    private static Objection objection(Row row) {
        return new Objection(
                row.getString("objection"),
                row.getOffsetDateTime("objected_at").toInstant(),
                new PersonId(row.getUUID("objected_by")));
    }

    private boolean changed(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).await().rowCount() == 1;
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
