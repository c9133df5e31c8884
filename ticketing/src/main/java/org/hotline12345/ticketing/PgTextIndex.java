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
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.GramBlock.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The index of tickets' words. What was written last waits in a table that is searched word by word; when enough waits it
 * becomes a segment, in whose blocks each gram stands with the numbers of its tickets.
 */
final class PgTextIndex {
    /** Texts of a segment: so many wait at most while the rounds go on. */
    static final int SEGMENT = 4_096;

    private static final int ROWS_A_STATEMENT = 2_000;

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
        var numbers = texts.stream().mapToLong(row -> row.getLong("number")).summaryStatistics();
        var segment = numbers.getMax();
        var blocks = blocks(texts);
        // A segment with that very ticket at its top is there only when the ticket's words changed.
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.text_segment as s (hotline, highest, lowest) values ($1, $2, $3)
                        on conflict (hotline, highest) do update set lowest = least(s.lowest, excluded.lowest)""")
                .execute(Tuple.of(hotline.value(), segment, numbers.getMin()))
                // language=PostgreSQL
                .compose(_ -> tx.preparedQuery(
                                "select block, grams from ticketing.text_block where hotline = $1 and highest = $2 and block = any($3)")
                        .execute(Tuple.of(
                                hotline.value(), segment, blocks.keySet().toArray(Integer[]::new))))
                .compose(found -> {
                    found.forEach(row -> blocks.merge(
                            row.getInteger("block"), GramBlock.unpack(bytes(row), segment), GramBlock::merged));
                    return write(tx, hotline, segment, blocks);
                });
    }

    private static Future<?> write(
            SqlConnection tx, HotlineCode hotline, long segment, Map<Integer, List<Entry>> blocks) {
        var all = List.copyOf(blocks.entrySet());
        Future<?> written = Future.succeededFuture();
        for (int from = 0; from < all.size(); from += ROWS_A_STATEMENT) {
            var some = all.subList(from, Math.min(all.size(), from + ROWS_A_STATEMENT));
            written = written.compose(_ -> {
                // language=PostgreSQL
                return tx.preparedQuery("""
                                insert into ticketing.text_block (hotline, block, highest, grams)
                                select $1, block, $2, grams from unnest($3::integer[], $4::bytea[]) as t (block, grams)
                                on conflict (hotline, block, highest) do update set grams = excluded.grams""")
                        .execute(Tuple.of(hotline.value(), segment)
                                .addArrayOfInteger(
                                        some.stream().map(Map.Entry::getKey).toArray(Integer[]::new))
                                .addArrayOfBuffer(some.stream()
                                        .map(block -> Buffer.buffer(GramBlock.pack(block.getValue(), segment)))
                                        .toArray(Buffer[]::new)));
            });
        }
        return written;
    }

    /** The texts turned round: each gram with its tickets, both ascending, in its block. */
    private static Map<Integer, List<Entry>> blocks(List<Row> texts) {
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
        var blocks = new TreeMap<Integer, List<Entry>>();
        for (int from = 0, to; from < pairs.length; from = to) {
            var gram = (int) (pairs[from] >> Integer.SIZE);
            to = from;
            while (to < pairs.length && (int) (pairs[to] >> Integer.SIZE) == gram) {
                to++;
            }
            var numbers = Arrays.stream(pairs, from, to)
                    .map(pair -> ordered.get((int) pair).getLong("number"))
                    .toArray();
            blocks.computeIfAbsent(GramBlock.of(gram), _ -> new ArrayList<>()).add(new Entry(gram, numbers));
        }
        return blocks;
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

    /** The highest numbers of segments that hold tickets below that number, descending. */
    List<Long> segments(HotlineCode hotline, long below) {
        // language=PostgreSQL
        return rows("""
                        select highest from ticketing.text_segment
                         where hotline = $1 and lowest < $2 order by highest desc""", Tuple.of(hotline.value(), below)).stream()
                .map(row -> row.getLong("highest"))
                .toList();
    }

    /** Tickets that hold all these grams, from segments above {@code above} up to {@code upTo}. */
    List<Long> holding(HotlineCode hotline, int[] grams, long above, long upTo) {
        var blocks = Arrays.stream(grams).map(GramBlock::of).distinct().boxed().toArray(Integer[]::new);
        var bySegment = new HashMap<Long, Map<Integer, byte[]>>();
        // language=PostgreSQL
        rows("""
                        select highest, block, grams from ticketing.text_block
                         where hotline = $1 and block = any($2) and highest > $3 and highest <= $4""", Tuple.of(hotline.value(), blocks, above, upTo))
                .forEach(row -> bySegment
                        .computeIfAbsent(row.getLong("highest"), _ -> new HashMap<>())
                        .put(row.getInteger("block"), bytes(row)));
        return bySegment.entrySet().stream()
                .flatMapToLong(segment -> Arrays.stream(holding(segment.getValue(), grams, segment.getKey())))
                .boxed()
                .toList();
    }

    private static long[] holding(Map<Integer, byte[]> blocks, int[] grams, long segment) {
        return Arrays.stream(grams)
                .mapToObj(
                        gram -> GramBlock.numbers(blocks.getOrDefault(GramBlock.of(gram), new byte[0]), gram, segment))
                .reduce(Postings::both)
                .orElse(new long[0]);
    }

    private static byte[] bytes(Row row) {
        return row.getBuffer("grams").getBytes();
    }

    private List<Row> rows(String sql, Tuple parameters) {
        return list(pool.preparedQuery(sql).execute(parameters).await());
    }

    private static List<Row> list(Iterable<@Nullable Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
