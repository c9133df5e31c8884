package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.instant;
import static org.hotline12345.callback.PgRows.utc;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;

/** What comes back from citizens and the SMS centre, and the surveys that it rates. */
final class PgReplies {
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
    private final Seal seal;

    PgReplies(Pool pool, Seal seal) {
        this.rows = new PgRows(pool);
        this.seal = seal;
    }

    /**
     * Keeps a citizen's message and lets it rate the newest survey of that number that is still open.
     *
     * @param numbers who sent it as each hotline writes the number: whose survey it answers is not known beforehand
     * @param readings the ratings that the message stands for, by the moment at which a survey was planned
     */
    AnswerResult answer(SmsIncoming.Reply reply, Map<HotlineCode, String> numbers, RatingAsPlanned readings) {
        var indexes = numbers.entrySet().stream()
                .flatMap(one -> seal.index(one.getKey(), one.getValue()).all().stream())
                .map(Buffer::buffer)
                .toArray(Buffer[]::new);
        return rows.inTransaction(tx -> {
            var survey = surveyOf(tx, reply, indexes);
            if (survey.isEmpty()) {
                keep(tx, reply, keyOf(numbers), Reading.UNMATCHED, Optional.empty(), Optional.empty());
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
            keep(tx, reply, keyOf(hotline, reply, numbers), reading, rating, Optional.of(id));
            if (reading != Reading.RATED) {
                return new AnswerResult(reading, List.of());
            }
            var events = new ArrayList<>(PgSurveys.firstAsked(tx, id, hotline, SurveyChannel.SMS, reply.at()));
            events.addAll(PgSurveys.rate(tx, id, hotline, SurveyChannel.SMS, reply.at(), rating.orElseThrow()));
            return new AnswerResult(reading, events);
        });
    }

    /** The rating that a text stands for by the profile under which a survey was planned. */
    @FunctionalInterface
    interface RatingAsPlanned {
        Optional<Rating> read(String text, HotlineCode hotline, Instant plannedAt);
    }

    private static Optional<Row> surveyOf(SqlConnection tx, SmsIncoming.Reply reply, Buffer[] indexes) {
        // An open one first, of several the one asked last; without any, the one that ended last: the answer is late.
        // language=PostgreSQL
        return PgRows.query(tx, """
                        select id, hotline, state, planned_at,
                               state = 'ASKING' or (state = 'ASKED' and answer_until > $2) as open
                          from callback.survey
                         where number_index = any($1) and channel = 'SMS'
                           and state in ('ASKING', 'ASKED', 'ANSWERED', 'UNRATED')
                         order by state = 'ASKING' or (state = 'ASKED' and answer_until > $2) desc,
                                  coalesce(asked_at, $2) desc, closing desc
                         limit 1 for update""", indexes, utc(reply.at())).stream().findFirst();
    }

    private void keep(
            SqlConnection tx,
            SmsIncoming.Reply reply,
            CitizenKey key,
            Reading reading,
            Optional<Rating> rating,
            Optional<SurveyId> survey) {
        // language=PostgreSQL
        PgRows.change(
                tx,
                """
                insert into callback.reply (id, at, hotline, number, text, reading, rating, survey, number_index)
                values ($1, $2, (select hotline from callback.survey where id = $7), $3, $4, $5, $6, $7, $8)""",
                UUID.randomUUID(),
                utc(reply.at()),
                Buffer.buffer(key.seal(reply.from()).bytes()),
                Buffer.buffer(key.seal(reply.text()).bytes()),
                reading.name(),
                rating.map(Rating::name).orElse(null),
                survey.map(SurveyId::value).orElse(null),
                Buffer.buffer(key.index().bytes()));
    }

    private CitizenKey keyOf(HotlineCode hotline, SmsIncoming.Reply reply, Map<HotlineCode, String> numbers) {
        return seal.keyOf(hotline, numbers.getOrDefault(hotline, reply.from()));
    }

    /** Of a message that answers nothing: of a hotline that knows the number, else of any one. */
    private CitizenKey keyOf(Map<HotlineCode, String> numbers) {
        for (var one : numbers.entrySet()) {
            var known = seal.known(one.getKey(), one.getValue());
            if (known.isPresent()) {
                return known.get();
            }
        }
        return numbers.entrySet().stream()
                .min(Comparator.comparing(one -> one.getKey().value()))
                .map(one -> seal.keyOf(one.getKey(), one.getValue()))
                .orElseGet(seal::ownKey);
    }

    void keep(SmsIncoming.Receipt receipt) {
        // language=PostgreSQL
        rows.query("""
                insert into callback.receipt (message_id, delivery, at) values ($1, $2, $3)
                on conflict (message_id) do update set delivery = $2, at = $3
                 where callback.receipt.delivery = 'UNDER_WAY'""", receipt.messageId(), receipt.delivery().name(), utc(receipt.at()));
    }
}
