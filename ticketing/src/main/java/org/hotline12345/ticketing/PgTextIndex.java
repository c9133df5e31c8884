package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.jspecify.annotations.Nullable;

/**
 * The index of tickets' words. What was written last waits in a table that is searched word by word; when enough waits it
 * becomes a segment, in which each gram has the numbers of its tickets in one row.
 */
final class PgTextIndex {
    /** Texts of a segment: so many wait at most while the rounds go on. */
    static final int SEGMENT = 4_096;

    private static final int ROWS_A_STATEMENT = 5_000;

    /** A gram's tickets in a segment. */
    @SuppressWarnings("ArrayRecordComponent") // made and read here, compared nowhere
    private record GramRow(int gram, long[] numbers) {}

    private final Pool pool;
    private final int segmentSize;

    PgTextIndex(Pool pool, int segmentSize) {
        this.pool = pool;
        this.segmentSize = segmentSize;
    }

    // Writing

    /** Makes segments of what waits, as far as there is enough. */
    void round() {
        // language=PostgreSQL
        var waiting = rows("""
                select hotline from ticketing.unindexed_text group by hotline having count(*) >= $1""", Tuple.of(segmentSize));
        for (var row : waiting) {
            var hotline = new HotlineCode(row.getString("hotline"));
            while (index(hotline)) {
                // The next segment.
            }
        }
    }

    /** @return whether there was enough for a segment */
    private boolean index(HotlineCode hotline) {
        return pool.withTransaction((SqlConnection tx) -> lock(tx, hotline)
                        .compose(mine -> mine ? take(tx, hotline) : Future.succeededFuture(List.<Row>of()))
                        .compose(texts -> texts.isEmpty()
                                ? Future.succeededFuture(false)
                                : store(tx, hotline, texts).map(true)))
                .await();
    }

    /** One process at a time makes a hotline's segments. */
    private static Future<Boolean> lock(SqlConnection tx, HotlineCode hotline) {
        // language=PostgreSQL
        return tx.preparedQuery(
                        "select pg_try_advisory_xact_lock(hashtextextended('ticketing.text_segment ' || $1, 0)) as mine")
                .execute(Tuple.of(hotline.value()))
                .map(rows -> rows.iterator().next().getBoolean("mine"));
    }

    private Future<List<Row>> take(SqlConnection tx, HotlineCode hotline) {
        // Taken out at once: a text that changes meanwhile waits and comes in anew.
        // language=PostgreSQL
        return tx.preparedQuery("""
                        with oldest as (select number from ticketing.unindexed_text
                                         where hotline = $1 order by number limit $2)
                        delete from ticketing.unindexed_text t using oldest o
                         where t.hotline = $1 and t.number = o.number and (select count(*) from oldest) = $2
                        returning t.number, t.words""")
                .execute(Tuple.of(hotline.value(), segmentSize))
                .map(PgTextIndex::list);
    }

    private static Future<?> store(SqlConnection tx, HotlineCode hotline, List<Row> texts) {
        // language=PostgreSQL
        return tx.preparedQuery("select highest from ticketing.text_segment where hotline = $1")
                .execute(Tuple.of(hotline.value()))
                .compose(rows -> {
                    var segments = new TreeSet<Long>();
                    rows.forEach(row -> segments.add(row.getLong("highest")));
                    return store(tx, hotline, texts, segments);
                });
    }

    private static Future<?> store(
            SqlConnection tx, HotlineCode hotline, List<Row> texts, NavigableSet<Long> segments) {
        var top = texts.stream().mapToLong(row -> row.getLong("number")).max().orElseThrow();
        // A ticket whose words changed, or that was stored late, belongs to a segment that is there.
        var bySegment = new HashMap<Long, List<Row>>();
        for (var text : texts) {
            var segment = Optional.ofNullable(segments.ceiling(text.getLong("number")))
                    .orElse(top);
            bySegment.computeIfAbsent(segment, _ -> new ArrayList<>()).add(text);
        }
        Future<?> stored = Future.succeededFuture();
        for (var one : bySegment.entrySet()) {
            var fresh = !segments.contains(one.getKey());
            stored = stored.compose(_ -> store(tx, hotline, one.getKey(), fresh, gramRows(one.getValue())));
        }
        return stored;
    }

    private static Future<?> store(
            SqlConnection tx, HotlineCode hotline, long segment, boolean fresh, List<GramRow> rows) {
        if (fresh) {
            // language=PostgreSQL
            return tx.preparedQuery("insert into ticketing.text_segment (hotline, highest) values ($1, $2)")
                    .execute(Tuple.of(hotline.value(), segment))
                    .compose(_ -> write(tx, hotline, segment, rows));
        }
        // language=PostgreSQL
        return tx.preparedQuery("""
                        select gram, numbers from ticketing.text_gram
                         where hotline = $1 and highest = $2 and gram = any($3)""")
                .execute(Tuple.of(
                        hotline.value(),
                        segment,
                        rows.stream().map(GramRow::gram).toArray(Integer[]::new)))
                .compose(found -> {
                    var there = new HashMap<Integer, long[]>();
                    found.forEach(row -> there.put(row.getInteger("gram"), numbers(row)));
                    var merged = rows.stream()
                            .map(row -> new GramRow(
                                    row.gram(),
                                    Postings.either(row.numbers(), there.getOrDefault(row.gram(), new long[0]))))
                            .toList();
                    return write(tx, hotline, segment, merged);
                });
    }

    private static Future<?> write(SqlConnection tx, HotlineCode hotline, long segment, List<GramRow> rows) {
        Future<?> written = Future.succeededFuture();
        for (int from = 0; from < rows.size(); from += ROWS_A_STATEMENT) {
            var some = rows.subList(from, Math.min(rows.size(), from + ROWS_A_STATEMENT));
            written = written.compose(_ -> {
                // language=PostgreSQL
                return tx.preparedQuery("""
                                insert into ticketing.text_gram (hotline, gram, highest, numbers)
                                select $1, gram, $2, numbers from unnest($3::integer[], $4::bytea[]) as t (gram, numbers)
                                on conflict (hotline, gram, highest) do update set numbers = excluded.numbers""")
                        .execute(Tuple.of(hotline.value(), segment)
                                .addArrayOfInteger(
                                        some.stream().map(GramRow::gram).toArray(Integer[]::new))
                                .addArrayOfBuffer(some.stream()
                                        .map(row -> Buffer.buffer(Postings.pack(row.numbers())))
                                        .toArray(Buffer[]::new)));
            });
        }
        return written;
    }

    /** The texts turned round: each gram with its tickets, both ascending. */
    private static List<GramRow> gramRows(List<Row> texts) {
        var ordered = texts.stream()
                .sorted(Comparator.comparing(row -> row.getLong("number")))
                .toList();
        // A gram and the place of its ticket in one number, so that sorting brings equal grams together.
        var pairs = IntStream.range(0, ordered.size())
                .boxed()
                .flatMapToLong(i -> Arrays.stream(
                                SearchText.grams(SearchText.fold(ordered.get(i).getString("words"))))
                        .mapToLong(gram -> (long) gram << Integer.SIZE | i))
                .sorted()
                .toArray();
        var rows = new ArrayList<GramRow>();
        for (int from = 0, to; from < pairs.length; from = to) {
            var gram = (int) (pairs[from] >> Integer.SIZE);
            to = from;
            while (to < pairs.length && (int) (pairs[to] >> Integer.SIZE) == gram) {
                to++;
            }
            var numbers = Arrays.stream(pairs, from, to)
                    .map(pair -> ordered.get((int) pair).getLong("number"))
                    .toArray();
            rows.add(new GramRow(gram, numbers));
        }
        return rows;
    }

    // Reading

    /** Tickets below that number whose words wait and hold all these. */
    List<Long> unindexed(HotlineCode hotline, long below, List<String> words) {
        // language=PostgreSQL
        return rows("""
                        select number from ticketing.unindexed_text
                         where hotline = $1 and number < $2
                           and not exists (select from unnest($3::text[]) word where position(word in words) = 0)""", Tuple.of(hotline.value(), below).addArrayOfString(words.toArray(String[]::new))).stream()
                .map(row -> row.getLong("number"))
                .toList();
    }

    /** The segments' highest numbers, descending. */
    List<Long> segments(HotlineCode hotline) {
        // language=PostgreSQL
        return rows("""
                        select highest from ticketing.text_segment where hotline = $1 order by highest desc""", Tuple.of(hotline.value())).stream()
                .map(row -> row.getLong("highest"))
                .toList();
    }

    /** Tickets that hold all these grams, from segments above {@code above} up to {@code upTo}. */
    List<Long> holding(HotlineCode hotline, int[] grams, long above, long upTo) {
        Map<Long, List<long[]>> bySegment = new HashMap<>();
        // language=PostgreSQL
        rows("""
                        select highest, numbers from ticketing.text_gram
                         where hotline = $1 and gram = any($2) and highest > $3 and highest <= $4""", Tuple.of(hotline.value(), Arrays.stream(grams).boxed().toArray(Integer[]::new), above, upTo))
                .forEach(row -> bySegment
                        .computeIfAbsent(row.getLong("highest"), _ -> new ArrayList<>())
                        .add(numbers(row)));
        return bySegment.values().stream()
                .filter(lists -> lists.size() == grams.length)
                .map(lists -> lists.stream().reduce(Postings::both).orElseThrow())
                .flatMapToLong(Arrays::stream)
                .boxed()
                .toList();
    }

    private static long[] numbers(Row row) {
        return Postings.unpack(row.getBuffer("numbers").getBytes());
    }

    private List<Row> rows(String sql, Tuple parameters) {
        return list(pool.preparedQuery(sql).execute(parameters).await());
    }

    private static List<Row> list(Iterable<@Nullable Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
