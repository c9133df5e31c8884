package org.hotline12345.ops.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Our manager link against asterisk-java's and a bare parser, on the same stream over a socket: processor time and garbage of
 * all threads of each reader, per event. Then what is lost when whoever takes the events is held up.
 */
final class AmiBench {
    private static final int EVENTS = 500_000;
    private static final int STALL_EVENTS = 100_000;
    private static final int ROUNDS = 3;
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path folder;

    private AmiBench(Path folder) {
        this.folder = folder;
    }

    /** What one event cost a reader. */
    private record Cost(double micros, double bytes) {
        @Override
        public String toString() {
            return "%.2f us and %.0f bytes an event".formatted(micros, bytes);
        }
    }

    @FunctionalInterface
    private interface Opening {
        AmiReader open(int port, AmiTaker taker) throws Exception;
    }

    static void measure(Bench bench) throws Exception {
        // It says a line for each event that it drops or does not know.
        ((Logger) LoggerFactory.getLogger("org.asteriskjava")).setLevel(Level.OFF);
        var folder = bench.folder("ami");
        var ami = new AmiBench(folder);
        ami.costs(bench);
        ami.shortStall(bench);
        ami.longStall(bench);
        // Hundreds of megabytes that can be written again.
        for (var stream : List.of("warm-up.ami", "stream.ami", "stall.ami", "long-stall.ami")) {
            Files.delete(folder.resolve(stream));
        }
    }

    private void costs(Bench bench) throws Exception {
        var warmUp = AmiStream.write(folder.resolve("warm-up.ami"), EVENTS / 5);
        var stream = AmiStream.write(folder.resolve("stream.ami"), EVENTS);
        System.out.printf(
                "# %d events of %d bytes and %d fields in the mean%n",
                EVENTS, stream.bytes() / EVENTS, stream.fields() / EVENTS);
        var openings = openings();
        var costs = new LinkedHashMap<String, List<Cost>>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (var opening : openings.entrySet()) {
                var cost = cost(opening.getValue(), round == 0 ? warmUp : stream);
                if (round > 0) {
                    costs.computeIfAbsent(opening.getKey(), _ -> new ArrayList<>())
                            .add(cost);
                }
            }
        }
        costs.forEach((name, rounds) -> System.out.println("# " + name + ": " + middle(rounds)));
        var ours = middle(costs.get("ours"));
        var theirs = middle(costs.get("asterisk-java"));
        var bare = middle(costs.get("bare"));
        bench.atLeast("ami.asterisk-java-cpu-over-ours", theirs.micros() / ours.micros(), "times", 5);
        bench.atMost("ami.our-cpu-over-bare", ours.micros() / bare.micros(), "times", 1.5);
        bench.atLeast("ami.asterisk-java-garbage-over-ours", theirs.bytes() / ours.bytes(), "times", 20);
    }

    private Map<String, Opening> openings() {
        var openings = new LinkedHashMap<String, Opening>();
        openings.put("asterisk-java", AmiReader.AsteriskJava::open);
        openings.put("ours", (port, taker) -> AmiReader.Ours.open(port, folder, taker));
        openings.put("bare", AmiReader.Bare::open);
        return openings;
    }

    private static Cost cost(Opening opening, AmiStream stream) throws Exception {
        var taker = new AmiTaker(Duration.ZERO);
        try (var asterisk = new StreamingAsterisk(0, StreamingAsterisk.Show.of(stream.file()), WRITE_LIMIT)) {
            var others = Arrays.stream(threads(Set.of())).boxed().collect(Collectors.toSet());
            try (var _ = opening.open(asterisk.port(), taker)) {
                await(asterisk::hasClient);
                var own = threads(others);
                var cpuBefore = sum(THREADS.getThreadCpuTime(own));
                var bytesBefore = sum(THREADS.getThreadAllocatedBytes(own));
                asterisk.play();
                awaitQuiet(taker, stream.events());
                var cpu = sum(THREADS.getThreadCpuTime(own)) - cpuBefore;
                var bytes = sum(THREADS.getThreadAllocatedBytes(own)) - bytesBefore;
                return new Cost(cpu / 1e3 / stream.events(), (double) bytes / stream.events());
            }
        }
    }

    private void shortStall(Bench bench) throws Exception {
        var stream = AmiStream.write(folder.resolve("stall.ami"), STALL_EVENTS);
        for (var opening : openings().entrySet()) {
            if (opening.getKey().equals("bare")) {
                continue;
            }
            var taker = new AmiTaker(Duration.ofSeconds(3));
            try (var asterisk = new StreamingAsterisk(0, StreamingAsterisk.Show.of(stream.file()), WRITE_LIMIT);
                    var _ = opening.getValue().open(asterisk.port(), taker)) {
                await(asterisk::hasClient);
                asterisk.play();
                awaitQuiet(taker, stream.events());
                var lost = stream.events() - taker.heard();
                if (opening.getKey().equals("ours")) {
                    bench.exactly("ami.lost-in-stall-of-3s", lost, "events", 0);
                    bench.exactly("ami.doubled-in-stall-of-3s", taker.repeated(), "events", 0);
                } else {
                    System.out.println("# " + opening.getKey() + " lost " + lost + " of " + stream.events()
                            + " events in a stall of 3 s");
                }
            }
        }
    }

    /** Asterisk hangs up who does not read: that must be seen as an end and a new beginning, with no event missing before. */
    private void longStall(Bench bench) throws Exception {
        var stream = AmiStream.write(folder.resolve("long-stall.ami"), STALL_EVENTS);
        var taker = new AmiTaker(Duration.ofSeconds(30));
        try (var asterisk = new StreamingAsterisk(0, StreamingAsterisk.Show.of(stream.file()), WRITE_LIMIT);
                var _ = AmiReader.Ours.open(asterisk.port(), folder, taker)) {
            await(() -> taker.ups() == 1);
            asterisk.play();
            await(() -> taker.ups() == 2);
            bench.exactly("ami.stall-of-30s-ends", taker.downs(), "", 1);
            bench.exactly("ami.stall-of-30s-missing-before-the-end", taker.missing(), "events", 0);
            System.out.println(
                    "# " + taker.heard() + " of " + stream.events() + " events came before Asterisk hung up");
        }
    }

    /** Waits until all were heard, or nothing more comes for a while: who stalls is waited for. */
    private static void awaitQuiet(AmiTaker taker, long wanted) throws InterruptedException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        var last = -1L;
        var lastChange = System.nanoTime();
        while (taker.heard() < wanted && System.nanoTime() < deadline) {
            if (taker.heard() != last) {
                last = taker.heard();
                lastChange = System.nanoTime();
            } else if (last > 0 && System.nanoTime() - lastChange > QUIET.toNanos()) {
                return;
            }
            Thread.sleep(20);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing happened for " + LIMIT);
            }
            Thread.sleep(10);
        }
    }

    /** The threads that are not among those and do not belong to the sender. */
    private static long[] threads(Set<Long> without) {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && !thread.getThreadName().startsWith(StreamingAsterisk.THREADS))
                .mapToLong(ThreadInfo::getThreadId)
                .filter(id -> !without.contains(id))
                .toArray();
    }

    private static Cost middle(List<Cost> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Cost::micros))
                .toList()
                .get(rounds.size() / 2);
    }

    private static long sum(long[] values) {
        return Arrays.stream(values).filter(value -> value > 0).sum();
    }
}
