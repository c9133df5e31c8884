package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.instant;
import static org.hotline12345.callback.PgRows.maybeInstant;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.TicketNumber;

/** Surveys as people see them. */
final class PgSurveyView {
    private final PgRows rows;

    PgSurveyView(Pool pool) {
        this.rows = new PgRows(pool);
    }

    Map<String, Long> countsByState() {
        var counts = new TreeMap<String, Long>();
        // language=PostgreSQL
        rows.query("select state, count(*) as surveys from callback.survey group by state")
                .forEach(row -> counts.put(row.getString("state"), row.getLong("surveys")));
        return counts;
    }

    /** The survey about the ticket's last closing. */
    Optional<Survey> newest(HotlineCode hotline, TicketNumber ticket) {
        // language=PostgreSQL
        return rows.query("""
                        select id, channel, state, why, not_before, asked_at, answer_until, rating, answered_at, ended_at
                          from callback.survey where hotline = $1 and ticket = $2
                         order by closing desc limit 1""", hotline.value(), ticket.value()).stream()
                .findFirst()
                .map(row -> {
                    var id = new SurveyId(row.getUUID("id"));
                    return new Survey(
                            id,
                            hotline,
                            ticket,
                            Optional.ofNullable(row.getString("channel")).map(SurveyChannel::valueOf),
                            state(row),
                            attempts(id));
                });
    }

    private List<Attempt> attempts(SurveyId survey) {
        // A message is on the phone when all its parts are, and not when one of them is not.
        // language=PostgreSQL
        return rows.query("""
                        select a.channel, a.at,
                               case when a.outcome is null then 'OPEN'
                                    when a.outcome <> 'ACCEPTED' then a.outcome
                                    when bool_or(r.delivery = 'UNDELIVERED') then 'UNDELIVERED'
                                    when count(r.message_id) filter (where r.delivery = 'DELIVERED')
                                         = cardinality(a.message_ids) then 'DELIVERED'
                                    else 'ACCEPTED' end as outcome
                          from callback.attempt a
                          left join callback.receipt r on r.message_id = any(a.message_ids)
                         where a.survey = $1
                         group by a.survey, a.number
                         order by a.number""", survey.value()).stream()
                .map(row -> new Attempt(
                        SurveyChannel.valueOf(row.getString("channel")),
                        instant(row, "at"),
                        Attempt.Outcome.valueOf(row.getString("outcome"))))
                .toList();
    }

    private static SurveyState state(Row row) {
        var why = Optional.ofNullable(row.getString("why")).orElse("");
        return switch (SurveyState.Kind.valueOf(row.getString("state"))) {
            case PLANNED -> new SurveyState.Planned(instant(row, "not_before"));
            case WAITING -> new SurveyState.Waiting("尚未设置短信中心");
            case ASKING -> new SurveyState.Asking();
            case ASKED -> new SurveyState.Asked(instant(row, "asked_at"), instant(row, "answer_until"));
            case ANSWERED ->
                new SurveyState.Answered(
                        instant(row, "asked_at"), instant(row, "answered_at"), Rating.valueOf(row.getString("rating")));
            case UNRATED -> new SurveyState.Unrated(instant(row, "asked_at"), instant(row, "ended_at"));
            case NOT_ASKED -> new SurveyState.NotAsked(why);
            case FAILED -> new SurveyState.Failed(maybeInstant(row, "asked_at"), why);
        };
    }
}
