package org.hotline12345.ops.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.HotlineProcess;

/**
 * 150 calls a second, told by a manager stream that is true in form, to a whole backend in a process of its own, with its own
 * PostgreSQL. Calls come until as many end as begin; then a minute is measured. An event's time runs from
 * when it was due at the exchange until another connection to the database could read it.
 */
final class FloodBench {
    private static final int PER_SECOND = 150;
    /** Longer than the longest story, so that as many calls end as begin. */
    private static final int FILL_SECONDS = 45;

    private static final int MEASURED_SECONDS = 60;
    /** Calls go on coming while the memory is looked at. */
    private static final int AFTER_SECONDS = 5;

    private static final int SEATS = 4_000;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than after which the backend looks a second time at what channels there are when the link stands: none. */
    private static final Duration QUIET = Duration.ofSeconds(12);

    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final long MICROS = 1_000_000;

    private FloodBench() {}

    /** The manager stream alone. */
    static void unsettled(Bench bench) throws Exception {
        measure(bench, "flood", false);
    }

    /** Asterisk's record is there, too, and each call is compared with it. */
    static void settled(Bench bench) throws Exception {
        measure(bench, "flood-settled", true);
    }

    private static void measure(Bench bench, String name, boolean isSettled) throws Exception {
        System.out.printf(
                "# %.0f manager events a call, in the mean%n", FloodMix.read().eventsOfCall());
        var folder = bench.folder(name);
        var data = folder.resolve("data");
        var settings = HotlineKit.freePorts(data);
        settings.put("asterisk.embedded", "false");
        settings.put("telephony.record.source", isSettled ? "local" : "none");
        Files.createDirectories(data.resolve("asterisk/cel"));
        Files.writeString(data.resolve("ami-secret"), "nobody-listens-there");
        var database = Integer.parseInt(settings.get("database.port"));
        try (var hotline = new HotlineProcess(Path.of(""), folder, settings)) {
            hotline.launch();
            hotline.awaitReady();
            try (var watch = new FloodWatch(data, database)) {
                watch.seat(FloodAsterisk.FIRST_SEAT, SEATS, OffsetDateTime.now(ZoneOffset.UTC));
            }
        }
        var record = isSettled ? data.resolve("asterisk/cel/cel.csv").toString() : "-";
        var flood = new Sender(folder, settings.get("telephony.ami.port"), record);
        try (flood;
                var hotline = new HotlineProcess(Path.of(""), folder, settings)) {
            hotline.launch();
            hotline.awaitReady();
            Thread.sleep(QUIET);
            try (var watch = new FloodWatch(data, database)) {
                run(bench, name, hotline, flood, watch);
            }
        }
    }

    private static void run(Bench bench, String name, HotlineProcess hotline, Sender flood, FloodWatch watch)
            throws Exception {
        var memory = new Memory(hotline.pid());
        watch.begin();
        var begun = flood.begin();
        var from = begun + FILL_SECONDS * MICROS;
        var until = from + MEASURED_SECONDS * MICROS;
        sleepUntil(from - 3 * MICROS);
        var heapFirst = memory.liveMegabytes();
        sleepUntil(from);
        var cpuFrom = cpu(hotline);
        var first = new ArrayList<Double>();
        var last = new ArrayList<Double>();
        while (now() < until) {
            var third = (now() - from) * 3 / (until - from);
            if (third != 1) {
                (third == 0 ? first : last).add(memory.residentMegabytes());
            }
            Thread.sleep(POLL);
        }
        var cpu = cpu(hotline);
        Thread.sleep(Duration.ofSeconds(1));
        var heapLast = memory.liveMegabytes();
        var sent = flood.awaitEnd(DRAIN_LIMIT);
        var wrong = wrong(flood.counted(), watch);
        watch.end();

        System.out.printf(
                "# %s: %s calls, %s events, %s in the liveliest second; sent late by %s us (median), %s us (p99), %s us (most)%n",
                name, sent[0], sent[1], sent[2], sent[3], sent[4], sent[5]);
        for (var part : cpu.keySet()) {
            System.out.printf(
                    "# %s: %s used %.0f %% of one processor%n",
                    name,
                    part,
                    100.0 * cpu.get(part).minus(cpuFrom.get(part)).toMillis() / (MEASURED_SECONDS * 1_000.0));
        }
        bench.atLeast(name + ".calls", Integer.parseInt(sent[0]), "calls", PER_SECOND * MEASURED_SECONDS);
        bench.exactly(name + ".wrong", wrong, "calls", 0);
        var late = watch.late();
        var measured = late.stream()
                .filter(event -> event.dueMicros() >= from && event.dueMicros() < until)
                .mapToLong(FloodWatch.Late::byMicros)
                .sorted()
                .toArray();
        var all = late.stream().mapToLong(FloodWatch.Late::byMicros).sorted().toArray();
        System.out.printf(
                "# %s: %d rows of events in the minute; with the cold beginning p99 is %.1f ms, the worst %.1f ms%n",
                name, measured.length, at(all, 0.99), at(all, 1));
        var looks = watch.looksMicros();
        System.out.printf(
                "# %s: a look at the rows, which is part of each of these times, took %.1f ms (median), %.1f ms (p99)%n",
                name, at(looks, 0.5), at(looks, 0.99));
        bench.atMost(name + ".median", at(measured, 0.5), "ms", 25);
        bench.atMost(name + ".p99", at(measured, 0.99), "ms", 25);
        System.out.printf("# %s: p99.9 %.1f ms, worst %.1f ms%n", name, at(measured, 0.999), at(measured, 1));
        bench.atMost(name + ".resident-growth", mean(last) / mean(first), "times", 1.1);
        bench.atMost(name + ".heap-growth", heapLast / heapFirst, "times", 1.1);
        System.out.printf(
                "# %s: resident %.0f MB in the first third, %.0f MB in the last; live objects %.1f MB, then %.1f MB%n",
                name, mean(first), mean(last), heapFirst, heapLast);
        System.out.println("# " + name + ": " + watch.settled() + " calls settled by the record");
    }

    /** Calls that are not in the rows as they were played, doubled or missing ones too; the rows get some time to be complete. */
    private static long wrong(List<String> played, FloodWatch watch) throws InterruptedException {
        var end = System.nanoTime() + END_LIMIT.toNanos();
        while (true) {
            var missing = new HashSet<>(played);
            var tooMuch = new ArrayList<String>();
            for (var line : watch.counted()) {
                if (!missing.remove(line)) {
                    tooMuch.add(line);
                }
            }
            if ((missing.isEmpty() && tooMuch.isEmpty()) || System.nanoTime() > end) {
                missing.stream().limit(5).forEach(line -> System.out.println("# played, not counted so: " + line));
                tooMuch.stream().limit(5).forEach(line -> System.out.println("# counted, not played so: " + line));
                return Math.max(missing.size(), tooMuch.size());
            }
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    private static double at(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)] / 1_000.0;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static void sleepUntil(long micros) throws InterruptedException {
        Thread.sleep(Duration.of(Math.max(0, micros - now()), ChronoUnit.MICROS));
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static Map<String, Duration> cpu(HotlineProcess hotline) throws IOException {
        var postmaster = Long.parseLong(Files.readAllLines(hotline.data().resolve("postgres/rows/postmaster.pid"))
                .getFirst()
                .strip());
        return Map.of(
                "the backend", used(ProcessHandle.of(hotline.pid()).orElseThrow()),
                "PostgreSQL",
                        ProcessHandle.of(postmaster)
                                .orElseThrow()
                                .descendants()
                                .map(FloodBench::used)
                                .reduce(Duration.ZERO, Duration::plus),
                "this bench", used(ProcessHandle.current()));
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What a Java process keeps. */
    private record Memory(long pid) {
        double residentMegabytes() throws IOException {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1_000.0;
        }

        /** After a full collection. */
        double liveMegabytes() throws IOException, InterruptedException {
            var asked = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            var total = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("jcmd tells nothing of the heap"));
            asked.waitFor();
            return Long.parseLong(total.strip().split(" +", -1)[2]) / 1e6;
        }
    }

    /** The process that plays Asterisk. */
    private static final class Sender implements AutoCloseable {
        private final Path counted;
        private final Process process;
        private final BufferedReader words;

        Sender(Path folder, String port, String record) throws IOException {
            counted = folder.resolve("played.txt");
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FloodAsterisk.class.getName(),
                            port,
                            Integer.toString(PER_SECOND),
                            Integer.toString(FILL_SECONDS + MEASURED_SECONDS + AFTER_SECONDS),
                            Integer.toString(SEATS),
                            counted.toString(),
                            record)
                    .redirectError(folder.resolve("sender.txt").toFile())
                    .start();
            words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            word();
        }

        /** When the first call is due, in microseconds since 1970. */
        long begin() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return Long.parseLong(word());
        }

        String[] awaitEnd(Duration limit) throws IOException, InterruptedException {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the flood was not over after " + limit);
            }
            return word().split(" ", -1);
        }

        List<String> counted() throws IOException {
            return Files.readAllLines(counted);
        }

        private String word() throws IOException {
            var line = words.readLine();
            if (line == null) {
                throw new IllegalStateException(
                        "the process that plays Asterisk failed; what it said is beside " + counted);
            }
            return line;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
