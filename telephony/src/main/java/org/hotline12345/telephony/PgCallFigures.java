package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hotline12345.office.HotlineCode;

/** Reads what calls are counted from. */
public final class PgCallFigures {
    private final Pool pool;

    PgCallFigures(Pool pool) {
        this.pool = pool;
    }

    CallFigures figures(HotlineCode hotline, Instant from, Instant until, CallCounting counting) {
        return CallFigures.of(counting, counts(pool, hotline, from, until, counting));
    }

    /** Counts in somebody's own look at the database, which needs no more than the right to read {@code v_call_fact}. */
    public static List<CallCount> counts(
            SqlClient client, HotlineCode hotline, Instant from, Instant until, CallCounting counting) {
        var counts = new ArrayList<CallCount>();
        // language=PostgreSQL
        client.preparedQuery("select * from telephony.call_facts($1, $2, $3, $4, $5)")
                .execute(Tuple.of(
                        hotline.value(),
                        PgCalls.utc(from),
                        PgCalls.utc(until),
                        counting.shortMillis(),
                        counting.limitMillis()))
                .await()
                .forEach(row -> counts.add(new CallCount(
                        row.getString("line"),
                        facts(row, row.getBoolean("short"), row.getBoolean("in_limit")),
                        row.getLong("calls"),
                        row.getLong("waited"),
                        row.getLong("wait_ms"),
                        row.getLong("unsettled"))));
        return counts;
    }

    /** The facts of single calls; who is not in the rows is left out. */
    Map<CallId, CallFacts> facts(Collection<CallId> calls, CallCounting counting) {
        var ids = calls.stream().map(CallId::value).toArray(String[]::new);
        var facts = new HashMap<CallId, CallFacts>();
        // language=PostgreSQL
        pool.preparedQuery("""
                        select id, stage, fate, coalesce(wait_ms <= $2, false) as short, coalesce(wait_ms <= $3, false) as in_limit
                          from telephony.v_call_fact where id = any($1)""")
                .execute(Tuple.of(ids, counting.shortMillis(), counting.limitMillis()))
                .await()
                .forEach(row -> facts.put(
                        new CallId(row.getString("id")),
                        facts(row, row.getBoolean("short"), row.getBoolean("in_limit"))));
        return facts;
    }

    /** Calls that are over and not yet compared with Asterisk's own record. */
    long unsettled() {
        // language=PostgreSQL
        return pool.query("select count(*) as n from telephony.call where ended_at is not null and not settled")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    private static CallFacts facts(Row row, boolean isShort, boolean isInLimit) {
        return new CallFacts(
                CallStage.valueOf(row.getString("stage")),
                CallFacts.Fate.valueOf(row.getString("fate")),
                isShort,
                isInLimit);
    }
}
