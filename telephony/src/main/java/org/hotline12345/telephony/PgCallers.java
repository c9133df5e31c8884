package org.hotline12345.telephony;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;

/** Where calls' rows hold callers' numbers. */
final class PgCallers {
    private static final List<String> TABLES = List.of("call", "unwelcome");
    private static final int READ_AT_ONCE = 5_000;

    private final Pool pool;
    private final Seal seal;

    PgCallers(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    Callers.Hanging hanging(HotlineCode hotline, BlindIndex caller, Instant now) {
        // language=PostgreSQL
        var row = rows("""
                        with calls as (
                            select id, ended_at from telephony.call where hotline = $1 and caller_index = any($2)
                        ), recorded as (
                            select held_until from telephony.recording r join calls c on c.id = r.call
                             where r.state not in ('MISSING', 'DELETED')
                        )
                        select (select count(*) from calls)::int as calls,
                               (select count(*) from calls where ended_at is null)::int as in_progress,
                               (select count(*) from recorded)::int as recordings,
                               (select count(*) from recorded where held_until > $3)::int as held,
                               (select count(*) from telephony.message m join calls c on c.id = m.call)::int as messages,
                               (select count(*) from telephony.unwelcome
                                 where hotline = $1 and caller_index = any($2) and state <> 'LIFTED')::int as findings""", Tuple.of(hotline.value(), PgCallRows.all(caller), now.atOffset(ZoneOffset.UTC)))
                .getFirst();
        return new Callers.Hanging(
                row.getInteger("calls"),
                row.getInteger("in_progress"),
                row.getInteger("recordings"),
                row.getInteger("held"),
                row.getInteger("messages"),
                row.getInteger("findings"));
    }

    /** The files of what a caller said to nobody. */
    List<Path> messages(HotlineCode hotline, BlindIndex caller) {
        // language=PostgreSQL
        return rows("""
                        select m.file from telephony.message m join telephony.call c on c.id = m.call
                         where c.hotline = $1 and c.caller_index = any($2)""", Tuple.of(hotline.value()).addArrayOfBuffer(PgCallRows.all(caller))).stream()
                .map(row -> Path.of(row.getString("file")))
                .toList();
    }

    int erase(HotlineCode hotline, BlindIndex caller, Instant now) {
        // Whoever follows the calls has seen what they count: xid stays.
        // language=PostgreSQL
        return rows("""
                        with lifted as (
                            update telephony.unwelcome
                               set caller_sealed = $3, caller_index = null, state = 'LIFTED'
                             where hotline = $1 and caller_index = any($2)
                        ), called as (
                            update telephony.call set caller_sealed = $3, caller_index = null
                             where hotline = $1 and caller_index = any($2) returning 1
                        )
                        select count(*)::int as calls from called""", Tuple.of(hotline.value(), PgCallRows.all(caller), Buffer.buffer(Sealed.ERASED.bytes())))
                .getFirst()
                .getInteger("calls");
    }

    int reseal(HotlineCode hotline, CitizenKey key) {
        var before = Buffer.buffer(key.index().before());
        var changed = 0;
        for (var table : TABLES) {
            // language=PostgreSQL
            var found = rows(
                    "select id::text as id, hotline, caller_sealed from telephony." + table
                            + " where hotline = $1 and caller_index = $2",
                    Tuple.of(hotline.value(), before));
            changed += reseal(table, found);
        }
        return changed;
    }

    /** One pass over all rows, so many at a time. @return how many were put under their callers' own keys */
    int resealAll() {
        var changed = 0;
        for (var table : TABLES) {
            var page = page(table, "");
            while (!page.isEmpty()) {
                changed += reseal(
                        table,
                        page.stream()
                                .filter(row -> seal.fate(sealed(row)) == Seal.Fate.TO_RESEAL)
                                .toList());
                page = page(table, page.getLast().getString("id"));
            }
        }
        return changed;
    }

    private int reseal(String table, List<Row> found) {
        var changes = new ArrayList<Tuple>();
        for (var row : found) {
            var old = row.getBuffer("caller_sealed");
            seal.read(sealed(row)).ifPresent(number -> {
                var key = seal.keyOf(new HotlineCode(row.getString("hotline")), number);
                changes.add(Tuple.of(
                        row.getString("id"),
                        old,
                        Buffer.buffer(key.seal(number).bytes()),
                        Buffer.buffer(key.index().bytes())));
            });
        }
        if (!changes.isEmpty()) {
            // language=PostgreSQL
            pool.preparedQuery("update telephony." + table
                            + " set caller_sealed = $3, caller_index = $4 where id::text = $1 and caller_sealed = $2")
                    .executeBatch(changes)
                    .await();
        }
        return changes.size();
    }

    void eachSealed(Consumer<Sealed> look) {
        for (var table : TABLES) {
            var page = page(table, "");
            while (!page.isEmpty()) {
                page.forEach(row -> look.accept(sealed(row)));
                page = page(table, page.getLast().getString("id"));
            }
        }
    }

    private static Sealed sealed(Row row) {
        return new Sealed(row.getBuffer("caller_sealed").getBytes());
    }

    private List<Row> page(String table, String after) {
        // language=PostgreSQL
        return rows(
                "select id::text as id, hotline, caller_sealed from telephony." + table
                        + " where id::text > $1 and caller_sealed is not null order by id::text limit $2",
                Tuple.of(after, READ_AT_ONCE));
    }

    private List<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
