package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.instant;
import static org.hotline12345.callback.PgRows.maybeInstant;
import static org.hotline12345.callback.PgRows.utc;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.hotline12345.callback.Planning.Plan;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.hotline12345.ticketing.TicketNumber;

/** The rows of surveys: planned at closings, claimed, noted, answered, ended. */
final class PgSurveys {
    /** An event of a ticket that may begin a survey. */
    record Closing(
            HotlineCode hotline, TicketNumber ticket, long position, Instant at, boolean handles, boolean closes) {}

    /** A survey to be written for a closing. */
    record NewSurvey(SurveyId id, Closing closing, Plan plan, Instant plannedAt, boolean waits) {}

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

    /** What a citizen's message did. */
    record AnswerResult(Reading reading, List<SurveyEvent> events) {}

    /** How a citizen's message was taken. */
    enum Reading {
        /** It rates an open survey. */
        RATED,
        /** It belongs to a survey, but is none of the digits or comes after the rating. */
        UNREAD,
        /** It belongs to a survey whose time was over. */
        LATE,
        /** Nobody with this number was asked. */
        UNMATCHED
    }

    private final PgRows rows;
    private final PgFollower follower;
    private final Seal seal;

    PgSurveys(Pool pool, Seal seal) {
        this.rows = new PgRows(pool);
        this.seal = seal;
        // language=PostgreSQL
        var sql = """
                select xid::text as xid, position, hotline, number, at, handles, closes
                  from ticketing.v_ticket_event
                 where xid < pg_snapshot_xmin(pg_current_snapshot())
                   and (xid, position) > ($1::text::xid8, $2::text::bigint)
                 order by xid, position limit $3""";
        this.follower = new PgFollower(rows, "tickets", sql, "0", "position");
    }

    // Planning

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
                asked.map(ask -> sealed(ask.citizen().number())).orElse(null),
                asked.map(ask -> index(closing.hotline(), ask.citizen().number()))
                        .orElse(null),
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

    // Asking

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

    private Claim claim(Row row) {
        return new Claim(
                new SurveyId(row.getUUID("id")),
                new HotlineCode(row.getString("hotline")),
                new TicketNumber(row.getString("ticket")),
                SurveyChannel.valueOf(row.getString("channel")),
                seal.open(new Sealed(row.getBuffer("number").getBytes())),
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
    private static List<SurveyEvent> firstAsked(
            SqlConnection tx, SurveyId id, HotlineCode hotline, SurveyChannel channel, Instant now) {
        // language=PostgreSQL
        var first = PgRows.change(tx, """
                update callback.survey s
                   set asked_at = (select min(a.at) from callback.attempt a
                                    where a.survey = s.id and a.outcome is distinct from 'LATER')
                 where s.id = $1 and s.asked_at is null""", id.value());
        return first == 1 ? List.of(new SurveyEvent.Asked(id, hotline, now, channel)) : List.of();
    }

    private static List<SurveyEvent> rate(
            SqlConnection tx, SurveyId id, HotlineCode hotline, SurveyChannel channel, Instant now, Rating rating) {
        // language=PostgreSQL
        var rated = PgRows.change(tx, """
                update callback.survey set state = 'ANSWERED', rating = $2, answered_at = $3, ended_at = $3
                 where id = $1 and state in ('ASKING', 'ASKED')""", id.value(), rating.name(), utc(now));
        return rated == 1 ? List.of(new SurveyEvent.Answered(id, hotline, now, channel, rating)) : List.of();
    }

    // What comes back

    /**
     * Keeps a citizen's message and lets it rate the newest survey of that number that is still open.
     *
     * @param readings the ratings that the message stands for, by the moment at which a survey was planned
     */
    AnswerResult answer(SmsIncoming.Reply reply, Map<HotlineCode, BlindIndex> indexes, RatingAsPlanned readings) {
        return rows.inTransaction(tx -> {
            var survey = surveyOf(tx, reply, indexes.values());
            if (survey.isEmpty()) {
                keep(tx, reply, Reading.UNMATCHED, Optional.empty(), Optional.empty());
                return new AnswerResult(Reading.UNMATCHED, List.of());
            }
            var row = survey.get();
            var id = new SurveyId(row.getUUID("id"));
            var hotline = new HotlineCode(row.getString("hotline"));
            var rating = readings.read(reply.text(), hotline, instant(row, "planned_at"));
            var open = row.getBoolean("open");
            var reading = open && rating.isPresent()
                    ? Reading.RATED
                    : open || row.getString("state").equals("ANSWERED") ? Reading.UNREAD : Reading.LATE;
            keep(tx, reply, reading, rating, Optional.of(id));
            if (reading != Reading.RATED) {
                return new AnswerResult(reading, List.of());
            }
            var events = new ArrayList<>(firstAsked(tx, id, hotline, SurveyChannel.SMS, reply.at()));
            events.addAll(rate(tx, id, hotline, SurveyChannel.SMS, reply.at(), rating.orElseThrow()));
            return new AnswerResult(reading, events);
        });
    }

    /** The rating that a text stands for by the profile under which a survey was planned. */
    @FunctionalInterface
    interface RatingAsPlanned {
        Optional<Rating> read(String text, HotlineCode hotline, Instant plannedAt);
    }

    private static Optional<Row> surveyOf(SqlConnection tx, SmsIncoming.Reply reply, Collection<BlindIndex> indexes) {
        // An open one first, of several the one asked last; without any, the one that ended last: the answer is late.
        // language=PostgreSQL
        return PgRows.query(
                        tx,
                        """
                        select id, hotline, state, planned_at,
                               state = 'ASKING' or (state = 'ASKED' and answer_until > $2) as open
                          from callback.survey
                         where number_index = any($1) and channel = 'SMS'
                           and state in ('ASKING', 'ASKED', 'ANSWERED', 'UNRATED')
                         order by state = 'ASKING' or (state = 'ASKED' and answer_until > $2) desc,
                                  coalesce(asked_at, $2) desc, closing desc
                         limit 1 for update""",
                        indexes.stream()
                                .map(index -> Buffer.buffer(index.bytes()))
                                .toArray(Buffer[]::new),
                        utc(reply.at()))
                .stream()
                .findFirst();
    }

    private void keep(
            SqlConnection tx,
            SmsIncoming.Reply reply,
            Reading reading,
            Optional<Rating> rating,
            Optional<SurveyId> survey) {
        // language=PostgreSQL
        PgRows.change(
                tx,
                """
                insert into callback.reply (id, at, hotline, number, text, reading, rating, survey)
                values ($1, $2, (select hotline from callback.survey where id = $7), $3, $4, $5, $6, $7)""",
                UUID.randomUUID(),
                utc(reply.at()),
                sealed(reply.from()),
                sealed(reply.text()),
                reading.name(),
                rating.map(Rating::name).orElse(null),
                survey.map(SurveyId::value).orElse(null));
    }

    void keep(SmsIncoming.Receipt receipt) {
        // language=PostgreSQL
        rows.query("""
                insert into callback.receipt (message_id, delivery, at) values ($1, $2, $3)
                on conflict (message_id) do update set delivery = $2, at = $3
                 where callback.receipt.delivery = 'UNDER_WAY'""", receipt.messageId(), receipt.delivery().name(), utc(receipt.at()));
    }

    // Ends

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

    // Seeing

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

    private Buffer sealed(String text) {
        return Buffer.buffer(seal.seal(text).bytes());
    }

    private Buffer index(HotlineCode hotline, String number) {
        return Buffer.buffer(seal.index(hotline, number).bytes());
    }

    private static String[] names(Set<SurveyChannel> ways) {
        return Stream.of(ways.toArray(SurveyChannel[]::new)).map(Enum::name).toArray(String[]::new);
    }
}
