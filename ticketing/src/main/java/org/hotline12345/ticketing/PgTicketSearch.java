package org.hotline12345.ticketing;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.UnitCode;

/** Lists of tickets, and the search in them. */
final class PgTicketSearch {
    /** Grams that are asked for: more would not narrow it further. */
    private static final int MOST_GRAMS = 12;

    private static final int FEWEST_AT_ONCE = 64;
    private static final int MOST_AT_ONCE = 1_024;
    /** Tickets that one question looks at: then it ends with what it found and where to go on. */
    private static final int MOST_LOOKED_AT = 20_000;

    private static final int FIRST_SEGMENTS = 4;
    private static final int MOST_SEGMENTS = 256;

    // language=PostgreSQL
    private static final String FILTER = """
            ($2::text[] is null or units && $2) and ($3::text is null or state = $3)
               and ($4::text is null or unit = $4) and ($5::text is null or number < $5)
               and ($6::timestamptz is null or due_at >= $6) and ($7::timestamptz is null or due_at < $7)
               and ($8::bytea[] is null or phone_index = any($8))
               and ($9::text is null or domain in (select office.domain_and_below($1, $9)))
             order by number desc limit $10""";

    private final Pool pool;
    private final PgTextIndex index;

    PgTicketSearch(Pool pool, PgTextIndex index) {
        this.pool = pool;
        this.index = index;
    }

    /**
     * @param units only tickets that were ever sent to one of these; empty for all
     * @param phone of the filter's number
     */
    TicketPage list(
            HotlineCode hotline, Optional<Set<UnitCode>> units, TicketFilter filter, Optional<BlindIndex> phone) {
        if (filter.asksForText() && phone.isEmpty()) {
            return search(hotline, units, filter);
        }
        // A requester's tickets are few; what they say is read.
        // language=PostgreSQL
        var condition = phone.isPresent() ? "phone_index = any($8) and " : "";
        var parameters = parameters(hotline, units, filter, phone)
                .addInteger(filter.asksForText() ? MOST_AT_ONCE : filter.limit() + 1);
        var found = rows(PgTicketRows.SELECT + condition + FILTER, parameters)
                .filter(ticket -> filter.fits(ticket.matter()))
                .toList();
        return page(found, filter.limit());
    }

    private static TicketPage page(List<Ticket> found, int limit) {
        if (found.size() <= limit) {
            return new TicketPage(found, Optional.empty());
        }
        var shown = found.subList(0, limit);
        return new TicketPage(shown, Optional.of(shown.getLast().number()));
    }

    /**
     * Newest first through the index, segment by segment, until enough is found. The index says where the pieces stand;
     * whether the words do is read in the ticket itself.
     */
    private TicketPage search(HotlineCode hotline, Optional<Set<UnitCode>> units, TicketFilter filter) {
        var below = filter.before().map(PgTicketSearch::packed).orElse(Long.MAX_VALUE);
        var grams = grams(filter);
        // What waits is read before the segments: a text that moves meanwhile is found twice, not missed.
        var candidates = new TreeSet<>(index.unindexed(hotline, below, wordsAndPlace(filter)));
        var segments = index.segments(hotline, below);
        int next = 0;
        var found = new ArrayList<Ticket>();
        int lookedAt = 0;
        int step = FIRST_SEGMENTS;
        int chunk = FEWEST_AT_ONCE;
        while (true) {
            // Above this number all candidates are known: no segment that was not read holds a higher one.
            var floor = next < segments.size() ? segments.get(next) : -1L;
            while (true) {
                var some = take(candidates, floor, chunk);
                if (some.isEmpty()) {
                    break;
                }
                fetch(hotline, units, filter, some).forEach(found::add);
                if (found.size() > filter.limit()) {
                    return page(found, filter.limit());
                }
                lookedAt += some.size();
                if (lookedAt >= MOST_LOOKED_AT) {
                    return new TicketPage(found, Optional.of(number(some.getLast())));
                }
                chunk = Math.min(chunk * 2, MOST_AT_ONCE);
            }
            if (next >= segments.size()) {
                return new TicketPage(found, Optional.empty());
            }
            var end = Math.min(next + step, segments.size());
            var above = end < segments.size() ? segments.get(end) : -1L;
            index.holding(hotline, grams, above, segments.get(next)).stream()
                    .filter(number -> number < below)
                    .forEach(candidates::add);
            next = end;
            step = Math.min(step * FIRST_SEGMENTS, MOST_SEGMENTS);
        }
    }

    private List<Ticket> fetch(
            HotlineCode hotline, Optional<Set<UnitCode>> units, TicketFilter filter, List<Long> numbers) {
        var parameters = parameters(hotline, units, filter, Optional.empty())
                .addInteger(numbers.size())
                .addArrayOfString(
                        numbers.stream().map(one -> number(one).value()).toArray(String[]::new));
        // language=PostgreSQL
        return rows(PgTicketRows.SELECT + "number = any($11) and " + FILTER, parameters)
                .filter(ticket -> filter.fits(ticket.matter()))
                .toList();
    }

    private static Tuple parameters(
            HotlineCode hotline, Optional<Set<UnitCode>> units, TicketFilter filter, Optional<BlindIndex> phone) {
        return Tuple.of(
                        hotline.value(),
                        units.map(some -> some.stream().map(UnitCode::value).toArray(String[]::new))
                                .orElse(null),
                        filter.stage().map(Enum::name).orElse(null),
                        filter.unit().map(UnitCode::value).orElse(null),
                        filter.before().map(TicketNumber::value).orElse(null))
                .addOffsetDateTime(PgTicketRows.utc(filter.dueFrom()))
                .addOffsetDateTime(PgTicketRows.utc(filter.dueBefore()))
                .addArrayOfBuffer(phone.map(PgTicketRows::all).orElse(null))
                .addString(filter.domain().orElse(null));
    }

    private static List<Long> take(NavigableSet<Long> candidates, long above, int most) {
        var some = new ArrayList<Long>();
        while (some.size() < most && !candidates.isEmpty() && candidates.last() > above) {
            some.add(candidates.pollLast());
        }
        return some;
    }

    private static List<String> wordsAndPlace(TicketFilter filter) {
        return Stream.concat(filter.words().stream(), filter.place().stream()).toList();
    }

    private static int[] grams(TicketFilter filter) {
        var all = wordsAndPlace(filter).stream()
                .flatMapToInt(word -> Arrays.stream(SearchText.grams(word)))
                .distinct()
                .toArray();
        // Evenly taken, so that each word keeps some.
        var stride = (all.length + MOST_GRAMS - 1) / MOST_GRAMS;
        return IntStream.range(0, all.length)
                .filter(i -> i % stride == 0)
                .map(i -> all[i])
                .toArray();
    }

    /** A ticket's number as the index keeps it. */
    static long packed(TicketNumber number) {
        return Long.parseLong(number.value().replace("-", ""));
    }

    private static TicketNumber number(long packed) {
        return new TicketNumber(String.format(Locale.ROOT, "%08d-%06d", packed / 1_000_000, packed % 1_000_000));
    }

    private Stream<Ticket> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).map(PgTicketRows::ticket);
    }
}
