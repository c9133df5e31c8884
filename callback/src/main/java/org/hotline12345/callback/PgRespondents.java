package org.hotline12345.callback;

import static org.hotline12345.callback.PgRows.utc;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;

/** Where callback's rows hold citizens' numbers and words. */
final class PgRespondents {
    private static final int READ_AT_ONCE = 5_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final PgRows rows;
    private final Seal seal;

    PgRespondents(Pool pool, Seal seal) {
        this.rows = new PgRows(pool);
        this.seal = seal;
    }

    Respondents.Hanging hanging(HotlineCode hotline, BlindIndex citizen) {
        // language=PostgreSQL
        var row = rows.query("""
                        with asked as (select id, state from callback.survey where hotline = $1 and number_index = any($2))
                        select (select count(*) from asked)::int as surveys,
                               (select count(*) from asked where state in ('PLANNED', 'WAITING', 'ASKING', 'ASKED'))::int as pending,
                               (select count(*) from callback.reply
                                 where survey in (select id from asked) or number_index = any($2))::int as replies,
                               (select count(*) from callback.missed_call
                                 where hotline = $1 and caller_index = any($2))::int as missed_calls""", hotline.value(), all(citizen)).getFirst();
        return new Respondents.Hanging(
                row.getInteger("surveys"),
                row.getInteger("pending"),
                row.getInteger("replies"),
                row.getInteger("missed_calls"));
    }

    int erase(HotlineCode hotline, BlindIndex citizen, Instant now) {
        var erased = Buffer.buffer(Sealed.ERASED.bytes());
        return rows.inTransaction(tx -> {
            // language=PostgreSQL
            PgRows.change(tx, """
                    update callback.reply set number = $3, text = $3, number_index = null
                     where number_index = any($2) or survey in (select id from callback.survey
                                                                 where hotline = $1 and number_index = any($2))""", hotline.value(), all(citizen), erased);
            // language=PostgreSQL
            PgRows.change(tx, """
                    update callback.missed_call
                       set caller_index = null, ended_at = case when state = 'OPEN' then $3 else ended_at end,
                           state = case when state = 'OPEN' then 'ERASED' else state end
                     where hotline = $1 and caller_index = any($2)""", hotline.value(), all(citizen), utc(now));
            // language=PostgreSQL
            return PgRows.change(tx, """
                    update callback.survey
                       set number = $3, number_index = null,
                           ended_at = case when state in ('PLANNED', 'WAITING', 'ASKING') then $4 else ended_at end,
                           why = case when state in ('PLANNED', 'WAITING', 'ASKING') then '诉求人已抹除' else why end,
                           state = case when state in ('PLANNED', 'WAITING', 'ASKING') then 'FAILED' else state end
                     where hotline = $1 and number_index = any($2)""", hotline.value(), all(citizen), erased, utc(now));
        });
    }

    int reseal(HotlineCode hotline, CitizenKey key) {
        var before = Buffer.buffer(key.index().before());
        // language=PostgreSQL
        var surveys = rows.query(
                "select id, hotline, number from callback.survey where hotline = $1 and number_index = $2",
                hotline.value(),
                before);
        // Before citizens had keys, messages had no index: those of a survey are found by it.
        // language=PostgreSQL
        var replies = rows.query("""
                select r.id, r.hotline, r.number, r.text from callback.reply r join callback.survey s on s.id = r.survey
                 where s.hotline = $1 and s.number_index = $2""", hotline.value(), before);
        // language=PostgreSQL
        rows.change("""
                update callback.missed_call set caller_index = $3
                 where hotline = $1 and caller_index = $2 and state <> 'OPEN'""", hotline.value(), before, Buffer.buffer(key.index().bytes()));
        // Unless there is a newer one of the same caller, under the new index.
        // language=PostgreSQL
        rows.change("""
                update callback.missed_call set caller_index = $3
                 where hotline = $1 and caller_index = $2 and state = 'OPEN'
                   and not exists (select from callback.missed_call
                                    where hotline = $1 and caller_index = $3 and state = 'OPEN')""", hotline.value(), before, Buffer.buffer(key.index().bytes()));
        replies.forEach(row -> resealReply(row, key));
        surveys.forEach(row -> resealSurvey(row, key));
        return surveys.size();
    }

    int resealAll() {
        var changed = 0;
        var page = surveys(FIRST);
        while (!page.isEmpty()) {
            for (var row : page) {
                if (seal.fate(sealed(row, "number")) == Seal.Fate.TO_RESEAL) {
                    var hotline = new HotlineCode(row.getString("hotline"));
                    var key = seal.keyOf(hotline, seal.open(sealed(row, "number")));
                    // With all that hangs on it, and itself in any case.
                    reseal(hotline, key);
                    resealSurvey(row, key);
                    changed++;
                }
            }
            page = surveys(page.getLast().getUUID("id"));
        }
        page = replies(FIRST);
        while (!page.isEmpty()) {
            for (var row : page) {
                if (seal.fate(sealed(row, "number")) == Seal.Fate.TO_RESEAL) {
                    // Of no hotline, and found by nothing: its own key keeps it from being read with the one key of
                    // all.
                    resealReply(row, seal.ownKey());
                    changed++;
                }
            }
            page = replies(page.getLast().getUUID("id"));
        }
        return changed;
    }

    void eachSealed(Consumer<Sealed> look) {
        var page = surveys(FIRST);
        while (!page.isEmpty()) {
            page.forEach(row -> look.accept(sealed(row, "number")));
            page = surveys(page.getLast().getUUID("id"));
        }
        page = replies(FIRST);
        while (!page.isEmpty()) {
            page.forEach(row -> {
                look.accept(sealed(row, "number"));
                look.accept(sealed(row, "text"));
            });
            page = replies(page.getLast().getUUID("id"));
        }
    }

    private void resealSurvey(Row row, CitizenKey key) {
        var number = seal.read(sealed(row, "number"));
        if (number.isPresent()) {
            // language=PostgreSQL
            rows.change(
                    "update callback.survey set number = $3, number_index = $4 where id = $1 and number = $2",
                    row.getUUID("id"),
                    row.getBuffer("number"),
                    Buffer.buffer(key.seal(number.get()).bytes()),
                    Buffer.buffer(key.index().bytes()));
        }
    }

    private void resealReply(Row row, CitizenKey key) {
        var number = seal.read(sealed(row, "number"));
        var text = seal.read(sealed(row, "text"));
        if (number.isPresent() && text.isPresent()) {
            // language=PostgreSQL
            rows.change(
                    """
                    update callback.reply set number = $3, text = $4, number_index = $5
                     where id = $1 and number = $2""",
                    row.getUUID("id"),
                    row.getBuffer("number"),
                    Buffer.buffer(key.seal(number.get()).bytes()),
                    Buffer.buffer(key.seal(text.get()).bytes()),
                    Buffer.buffer(key.index().bytes()));
        }
    }

    private List<Row> surveys(UUID after) {
        // language=PostgreSQL
        return rows.query("""
                select id, hotline, number from callback.survey where id > $1 and number is not null
                 order by id limit $2""", after, READ_AT_ONCE);
    }

    private List<Row> replies(UUID after) {
        // language=PostgreSQL
        return rows.query(
                "select id, hotline, number, text from callback.reply where id > $1 order by id limit $2",
                after,
                READ_AT_ONCE);
    }

    private static Sealed sealed(Row row, String column) {
        return new Sealed(row.getBuffer(column).getBytes());
    }

    private static Buffer[] all(BlindIndex citizen) {
        return citizen.all().stream().map(Buffer::buffer).toArray(Buffer[]::new);
    }
}
