package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.instant;
import static org.hotline12345.callback.PgRows.utc;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hotline12345.callback.Planning.Plan;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.ticketing.TicketNumber;

/** Closings of tickets, followed in ticketing's log, and the rows of the surveys that they begin. */
final class PgClosings {
    /** An event of a ticket that may begin a survey. */
    record Closing(
            HotlineCode hotline, TicketNumber ticket, long position, Instant at, boolean handles, boolean closes) {}

    /** A survey to be written for a closing. */
    record NewSurvey(SurveyId id, Closing closing, Plan plan, Instant plannedAt, boolean waits) {}

    private final PgRows rows;
    private final PgFollower follower;
    private final Seal seal;

    PgClosings(Pool pool, Seal seal) {
        this.rows = new PgRows(pool);
        this.seal = seal;
        this.follower = new PgFollower(
                rows,
                "tickets",
                "ticketing.v_ticket_event",
                new PgFollower.Order("position", "bigint", "0"),
                "hotline, number, at, handles and asks as handles, closes and asks as closes");
    }

    PgFollower.Batch ticketEvents(int limit) {
        return follower.read(limit);
    }

    static List<Closing> closings(PgFollower.Batch batch) {
        return batch.rows().stream()
                .map(row -> new Closing(
                        new HotlineCode(row.getString("hotline")),
                        new TicketNumber(row.getString("number")),
                        row.getLong("position"),
                        instant(row, "at"),
                        row.getBoolean("handles"),
                        row.getBoolean("closes")))
                .filter(closing -> closing.handles() || closing.closes())
                .toList();
    }

    /** Writes the surveys and moves on in the log, both or neither. */
    List<SurveyEvent> plan(PgFollower.Batch batch, List<NewSurvey> surveys) {
        return rows.inTransaction(tx -> {
            follower.move(tx, batch);
            return surveys.stream()
                    .flatMap(survey -> insert(tx, survey).stream())
                    .toList();
        });
    }

    private Optional<SurveyEvent> insert(SqlConnection tx, NewSurvey survey) {
        var closing = survey.closing();
        var asked = survey.plan() instanceof Plan.Ask ask ? Optional.of(ask) : Optional.<Plan.Ask>empty();
        var why = survey.plan() instanceof Plan.DoNotAsk(var reason) ? reason : null;
        var state = asked.isEmpty()
                ? SurveyState.Kind.NOT_ASKED
                : survey.waits() ? SurveyState.Kind.WAITING : SurveyState.Kind.PLANNED;
        var key = asked.map(ask -> seal.keyOf(closing.hotline(), ask.citizen().number()));
        // language=PostgreSQL
        var inserted = PgRows.change(
                tx,
                """
                insert into callback.survey (id, hotline, ticket, closing, closed_at, planned_at, channel, number,
                                             number_index, state, why, not_before)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                on conflict (hotline, ticket, closing) do nothing""",
                survey.id().value(),
                closing.hotline().value(),
                closing.ticket().value(),
                closing.position(),
                utc(closing.at()),
                utc(survey.plannedAt()),
                asked.map(ask -> ask.channel().name()).orElse(null),
                asked.map(ask -> Buffer.buffer(
                                key.orElseThrow().seal(ask.citizen().number()).bytes()))
                        .orElse(null),
                key.map(one -> Buffer.buffer(one.index().bytes())).orElse(null),
                state.name(),
                why,
                asked.isEmpty() ? null : utc(survey.plannedAt()));
        if (inserted == 0) {
            return Optional.empty();
        }
        return Optional.of(asked.<SurveyEvent>map(ask ->
                        new SurveyEvent.Planned(survey.id(), closing.hotline(), survey.plannedAt(), ask.channel()))
                .orElseGet(() -> new SurveyEvent.NotAsked(
                        survey.id(), closing.hotline(), survey.plannedAt(), why == null ? "" : why)));
    }

    /** Lets surveys go on whose way is set up now. */
    int release(Set<SurveyChannel> ways) {
        // language=PostgreSQL
        return rows.change(
                "update callback.survey set state = 'PLANNED' where state = 'WAITING' and channel = any($1)",
                (Object) names(ways));
    }

    private static String[] names(Set<SurveyChannel> ways) {
        return Stream.of(ways.toArray(SurveyChannel[]::new)).map(Enum::name).toArray(String[]::new);
    }
}
