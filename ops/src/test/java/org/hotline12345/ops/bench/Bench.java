package org.hotline12345.ops.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs benches by name and prints one line a figure, {@code name value unit goal ok|short}, after a first line that names
 * the machine. The exit status is 0 only when no line says short.
 */
public final class Bench {
    /** Measures something and reports its figures. */
    interface Run {
        void measure(Bench bench) throws Exception;
    }

    private static final Map<String, Run> BENCHES = new LinkedHashMap<>();

    static {
        BENCHES.put("start", StartBench::measure);
        BENCHES.put("pop", PopBench::measure);
        BENCHES.put("pop-on-base", PopBench::measureOnBase);
        BENCHES.put("calls", CallsBench::measure);
        BENCHES.put("agi", AgiBench::measure);
        BENCHES.put("ami", AmiBench::measure);
        BENCHES.put("lifecycle", LifecycleBench::measure);
        BENCHES.put("flood", FloodBench::unsettled);
        BENCHES.put("flood-settled", FloodBench::settled);
    }

    private static final int TICKETS = 1_000_000;

    private final List<String> shortOf = new ArrayList<>();
    private final Path folder;
    private final Map<String, String> options;

    private Bench(Path folder, Map<String, String> options) {
        this.folder = folder;
        this.options = options;
    }

    public static void main(String[] words) throws Exception {
        var names = new ArrayList<String>();
        var options = new LinkedHashMap<String, String>();
        for (int i = 0; i < words.length; i++) {
            if (!words[i].startsWith("--")) {
                names.add(words[i]);
            } else if (List.of("--tickets", "--data").contains(words[i]) && i + 1 < words.length) {
                options.put(words[i], words[++i]);
            } else {
                System.err.println("ops/bench [NAME]... [--tickets N] [--data DIR]: " + words[i] + " is no option, or"
                        + " has no value");
                System.exit(2);
            }
        }
        var wanted = names.isEmpty() ? List.copyOf(BENCHES.keySet()) : names;
        for (var name : wanted) {
            if (!BENCHES.containsKey(name)) {
                System.err.println("there is no bench " + name + "; there are " + String.join(", ", BENCHES.keySet()));
                System.exit(2);
            }
        }
        System.out.println("# " + machine());
        var bench = new Bench(Files.createTempDirectory("hotline-bench"), options);
        for (var name : wanted) {
            BENCHES.get(name).measure(bench);
        }
        bench.tidyUp();
        System.exit(bench.shortOf.isEmpty() ? 0 : 1);
    }

    /** What a figure that is short was made from is kept. */
    private void tidyUp() throws IOException {
        if (!shortOf.isEmpty()) {
            System.out.println("# short: " + String.join(", ", shortOf) + "; what was written is kept in " + folder);
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** How many tickets the base of {@code lifecycle} and {@code pop-on-base} has. */
    int tickets() {
        return options.containsKey("--tickets") ? Integer.parseInt(options.get("--tickets")) : TICKETS;
    }

    /** A data folder to make a base in and to keep it; empty for one that is thrown away. */
    Optional<Path> data() {
        return Optional.ofNullable(options.get("--data")).map(Path::of).map(Path::toAbsolutePath);
    }

    /** A fresh folder for whatever the bench writes. */
    Path folder(String name) throws IOException {
        return Files.createTempDirectory(folder, name);
    }

    /** Prints a figure that must not exceed its goal. */
    void atMost(String name, double value, String unit, double goal) {
        var ok = value <= goal;
        if (!ok) {
            shortOf.add(name);
        }
        System.out.println(
                name + " " + rounded(value) + " " + unit + " <=" + rounded(goal) + " " + (ok ? "ok" : "short"));
    }

    /** Prints a figure that must not be below its goal. */
    void atLeast(String name, double value, String unit, double goal) {
        var ok = value >= goal;
        if (!ok) {
            shortOf.add(name);
        }
        System.out.println(
                name + " " + rounded(value) + " " + unit + " >=" + rounded(goal) + " " + (ok ? "ok" : "short"));
    }

    /** Prints a figure that must be exactly its goal. */
    void exactly(String name, long value, String unit, long goal) {
        if (value != goal) {
            shortOf.add(name);
        }
        System.out.println(name + " " + value + " " + unit + " =" + goal + " " + (value == goal ? "ok" : "short"));
    }

    private static String rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String machine() throws IOException {
        var model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.replaceFirst(".*: ", ""))
                .orElse("unknown processor");
        var memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("[^0-9]", "");
        return Runtime.getRuntime().availableProcessors() + " x " + model + ", " + (Long.parseLong(memory) >> 20)
                + " GiB, Java " + Runtime.version();
    }
}
