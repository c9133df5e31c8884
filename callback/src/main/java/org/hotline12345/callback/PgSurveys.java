package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.instant;
import static org.hotline12345.callback.PgRows.utc;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.hotline12345.ticketing.TicketNumber;

/** The rows of surveys that are asked: claimed, noted, ended. Who answers is {@link PgReplies}' matter. */
final class PgSurveys {
    /** A survey that this process may ask now; nobody else has it. */
    record Claim(
            SurveyId id,
            HotlineCode hotline,
            TicketNumber ticket,
            SurveyChannel channel,
            String number,
            Instant plannedAt,
            int attempt,
            int tries) {
        @Override
        public String toString() {
            return "Claim[" + id + ", " + channel + ", attempt " + attempt + "]";
        }
    }

    private final PgRows rows;
    private final Seal seal;

    PgSurveys(Pool pool, Seal seal) {
        this.rows = new PgRows(pool);
        this.seal = seal;
    }

    /** The hotlines that have surveys whose time has come. */
    List<HotlineCode> hotlinesDue(SurveyChannel channel, Instant now) {
        // language=PostgreSQL
        return rows.query("""
                        select distinct hotline from callback.survey
                         where state = 'PLANNED' and channel = $1 and not_before <= $2""", channel.name(), utc(now)).stream()
                .map(row -> new HotlineCode(row.getString("hotline")))
                .toList();
    }

    /** Takes surveys whose time has come, each with an open attempt; what is taken is taken by nobody else. */
    List<Claim> claim(SurveyChannel channel, Collection<HotlineCode> hotlines, Instant now, int limit) {
        // language=PostgreSQL
        var claimed = rows.query(
                """
                with claimed as (
                  update callback.survey set state = 'ASKING', tries = tries + 1
                   where id in (select id from callback.survey
                                 where state = 'PLANNED' and channel = $1 and not_before <= $2 and hotline = any($3)
                                   and number_index is not null
                                 order by not_before, id limit $4 for update skip locked)
                  returning id, hotline, ticket, channel, number, planned_at, tries
                ), begun as (
                  insert into callback.attempt (survey, number, channel, at)
                  select c.id, 1 + (select count(*) from callback.attempt a where a.survey = c.id), c.channel, $2
                    from claimed c
                  returning survey, number as attempt
                )
                select c.id, c.hotline, c.ticket, c.channel, c.number, c.planned_at, c.tries, b.attempt
                  from claimed c join begun b on b.survey = c.id""",
                channel.name(),
                utc(now),
                hotlines.stream().map(HotlineCode::value).toArray(String[]::new),
                limit);
        return claimed.stream().map(this::claim).toList();
    }

    /** A citizen who was erased meanwhile has no number: such a survey is never claimed, only a lost attempt of it is noted. */
    private Claim claim(Row row) {
        return new Claim(
                new SurveyId(row.getUUID("id")),
                new HotlineCode(row.getString("hotline")),
                new TicketNumber(row.getString("ticket")),
                SurveyChannel.valueOf(row.getString("channel")),
                seal.read(new Sealed(row.getBuffer("number").getBytes())).orElse(""),
                instant(row, "planned_at"),
                row.getInteger("attempt"),
                row.getInteger("tries"));
    }

    /** Nothing went out: the attempt does not count and the survey is taken up again. */
    void noteLater(Claim claim, Instant now, String why, Instant notBefore) {
        rows.inTransaction(tx -> {
            endAttempt(tx, claim, now, Attempt.Outcome.LATER, why, List.of());
            // language=PostgreSQL
            return PgRows.change(tx, """
                    update callback.survey set state = 'PLANNED', tries = tries - 1, not_before = $2
                     where id = $1 and state = 'ASKING'""", claim.id().value(), utc(notBefore));
        });
    }

    /** The citizen was tried in vain and is tried again. */
    List<SurveyEvent> noteTryAgain(Claim claim, Instant now, Attempt.Outcome outcome, String why, Instant notBefore) {
        return rows.inTransaction(tx -> {
            endAttempt(tx, claim, now, outcome, why, List.of());
            var events = firstAsked(tx, claim, now);
            // language=PostgreSQL
            PgRows.change(
                    tx,
                    "update callback.survey set state = 'PLANNED', not_before = $2 where id = $1 and state = 'ASKING'",
                    claim.id().value(),
                    utc(notBefore));
            return events;
        });
    }

    /** The citizen may answer until then. An answer that was faster than this note stands. */
    List<SurveyEvent> noteAsked(
            Claim claim, Instant now, Attempt.Outcome outcome, String why, List<String> messageIds, Instant until) {
        return rows.inTransaction(tx -> {
            endAttempt(tx, claim, now, outcome, why, messageIds);
            var events = firstAsked(tx, claim, now);
            // language=PostgreSQL
            PgRows.change(
                    tx,
                    "update callback.survey set state = 'ASKED', answer_until = $2 where id = $1 and state = 'ASKING'",
                    claim.id().value(),
                    utc(until));
            return events;
        });
    }

    List<SurveyEvent> noteRated(Claim claim, Instant now, Rating rating) {
        return rows.inTransaction(tx -> {
            endAttempt(tx, claim, now, Attempt.Outcome.RATED, "", List.of());
            var events = new ArrayList<>(firstAsked(tx, claim, now));
            events.addAll(rate(tx, claim.id(), claim.hotline(), claim.channel(), now, rating));
            return events;
        });
    }

    /** The citizen was reached and gave no rating; there is no more to wait for. */
    List<SurveyEvent> noteUnrated(Claim claim, Instant now, Attempt.Outcome outcome) {
        return rows.inTransaction(tx -> {
            endAttempt(tx, claim, now, outcome, "", List.of());
            var events = new ArrayList<>(firstAsked(tx, claim, now));
            if (end(tx, claim, now, SurveyState.Kind.UNRATED, "")) {
                events.add(new SurveyEvent.Unrated(claim.id(), claim.hotline(), now, claim.channel()));
            }
            return events;
        });
    }

    List<SurveyEvent> noteFailed(Claim claim, Instant now, Attempt.Outcome outcome, String why) {
        return rows.inTransaction(tx -> {
            endAttempt(tx, claim, now, outcome, why, List.of());
            var events = new ArrayList<>(firstAsked(tx, claim, now));
            if (end(tx, claim, now, SurveyState.Kind.FAILED, why)) {
                events.add(new SurveyEvent.Failed(claim.id(), claim.hotline(), now, claim.channel()));
            }
            return events;
        });
    }

    private static boolean end(SqlConnection tx, Claim claim, Instant now, SurveyState.Kind state, String why) {
        // language=PostgreSQL
        return PgRows.change(tx, """
                        update callback.survey set state = $2, why = nullif($3, ''), ended_at = $4
                         where id = $1 and state = 'ASKING'""", claim.id().value(), state.name(), why, utc(now)) == 1;
    }

    private static void endAttempt(
            SqlConnection tx, Claim claim, Instant now, Attempt.Outcome outcome, String why, List<String> messageIds) {
        // language=PostgreSQL
        PgRows.change(
                tx,
                """
                update callback.attempt set outcome = $3, why = nullif($4, ''), ended_at = $5, message_ids = $6
                 where survey = $1 and number = $2""",
                claim.id().value(),
                claim.attempt(),
                outcome.name(),
                why,
                utc(now),
                messageIds.toArray(String[]::new));
    }

    private static List<SurveyEvent> firstAsked(SqlConnection tx, Claim claim, Instant now) {
        return firstAsked(tx, claim.id(), claim.hotline(), claim.channel(), now);
    }

    /** When the citizen was first asked is the beginning of the first attempt that went out. */
    static List<SurveyEvent> firstAsked(
            SqlConnection tx, SurveyId id, HotlineCode hotline, SurveyChannel channel, Instant now) {
        // language=PostgreSQL
        var first = PgRows.change(tx, """
                update callback.survey s
                   set asked_at = (select min(a.at) from callback.attempt a
                                    where a.survey = s.id and a.outcome is distinct from 'LATER')
                 where s.id = $1 and s.asked_at is null""", id.value());
        return first == 1 ? List.of(new SurveyEvent.Asked(id, hotline, now, channel)) : List.of();
    }

    /** Does nothing when the survey is over. */
    static List<SurveyEvent> rate(
            SqlConnection tx, SurveyId id, HotlineCode hotline, SurveyChannel channel, Instant now, Rating rating) {
        // language=PostgreSQL
        var rated = PgRows.change(tx, """
                update callback.survey set state = 'ANSWERED', rating = $2, answered_at = $3, ended_at = $3
                 where id = $1 and state in ('ASKING', 'ASKED')""", id.value(), rating.name(), utc(now));
        return rated == 1 ? List.of(new SurveyEvent.Answered(id, hotline, now, channel, rating)) : List.of();
    }

    /** Ends surveys whose time to answer is over (未评价). */
    List<SurveyEvent> endOverdue(Instant now, int limit) {
        // language=PostgreSQL
        return rows.query("""
                        update callback.survey set state = 'UNRATED', ended_at = $1
                         where id in (select id from callback.survey where state = 'ASKED' and answer_until <= $1
                                       order by answer_until limit $2 for update skip locked)
                        returning id, hotline, channel""", utc(now), limit).stream()
                .<SurveyEvent>map(row -> new SurveyEvent.Unrated(
                        new SurveyId(row.getUUID("id")),
                        new HotlineCode(row.getString("hotline")),
                        now,
                        SurveyChannel.valueOf(row.getString("channel"))))
                .toList();
    }

    /** Attempts that were begun before that moment and whose end nobody noted. */
    List<Claim> lost(Instant begunBefore) {
        // language=PostgreSQL
        return rows.query("""
                        select s.id, s.hotline, s.ticket, s.channel, s.number, s.planned_at, s.tries, a.number as attempt
                          from callback.attempt a join callback.survey s on s.id = a.survey
                         where a.outcome is null and a.at < $1
                         order by a.at limit 1000""", utc(begunBefore)).stream().map(this::claim).toList();
    }
}
