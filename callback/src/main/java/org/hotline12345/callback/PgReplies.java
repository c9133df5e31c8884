package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.instant;
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
import java.util.UUID;
import org.hotline12345.office.BlindIndex;
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

    private Buffer sealed(String text) {
        return Buffer.buffer(seal.seal(text).bytes());
    }
}
