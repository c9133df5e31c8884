package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Telephones: SIPp, a program that knows nothing of ours, dials and answers real SIP calls and keeps its own tally. */
public final class Sipp implements AutoCloseable {
    /** What the other side sends too late is written down and passed over: it must not end the telephone's account. */
    private static final List<String> KEEPS_ACCOUNT =
            List.of("-trace_logs", "-log_file", "account.log", "-default_behaviors", "all,-abortunexp");

    private final Path kit;
    private final int asteriskPort;
    private final AtomicInteger runs = new AtomicInteger();
    private final List<Run> running = new ArrayList<>();

    /**
     * @param scenarios folder of the scenarios in the repository
     * @param folder where SIPp runs and leaves its logs
     */
    public Sipp(Path scenarios, Path folder, int asteriskPort) {
        this.kit = folder;
        this.asteriskPort = asteriskPort;
        run(List.of(scenarios.resolve("make-kit").toString(), folder.toString()), Duration.ofSeconds(20));
    }

    /** What SIPp itself counted: calls that ended as its scenario says, and all others. */
    public record Tally(int successful, int failed) {}

    /** One SIPp process. */
    public static final class Run implements AutoCloseable {
        private final Process process;
        private final Path folder;
        private final String scenario;

        private Run(Process process, Path folder, String scenario) {
            this.process = process;
            this.folder = folder;
            this.scenario = scenario;
        }

        /** Waits until all its calls are over. */
        public Tally await(Duration limit) {
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    close();
                    throw new IllegalStateException(
                            scenario + " was not over after " + limit + "; its log is in " + folder);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return tally();
        }

        /** Whether it has not ended by itself yet. */
        public boolean isAlive() {
            return process.isAlive();
        }

        /** The last line of SIPp's own statistics. */
        public Tally tally() {
            try (var files = Files.list(folder)) {
                var statistics = files.filter(
                                file -> file.getFileName().toString().endsWith("_.csv"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                scenario + " left no statistics in " + folder + ": " + screen()));
                var lines = Files.readAllLines(statistics);
                var names = lines.getFirst().split(";", -1);
                var values = lines.getLast().split(";", -1);
                var byName = new TreeMap<String, String>();
                for (int i = 0; i < Math.min(names.length, values.length); i++) {
                    byName.put(names[i], values[i]);
                }
                return new Tally(
                        Integer.parseInt(byName.get("SuccessfulCall(C)")),
                        Integer.parseInt(byName.get("FailedCall(C)")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What the telephones of this process say happened to them. */
        public List<Account> account() {
            return Account.read(folder.resolve("account.log"));
        }

        private String screen() {
            try {
                return Files.readString(folder.resolve("screen.txt"));
            } catch (IOException e) {
                return e.toString();
            }
        }

        /** Ends it; a telephone that answers calls never ends by itself. SIGUSR1 lets SIPp write its statistics first. */
        @Override
        public void close() {
            if (!process.isAlive()) {
                return;
            }
            try {
                new ProcessBuilder("kill", "-USR1", Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor(5, TimeUnit.SECONDS);
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Citizens dial, one after the other.
     *
     * @param scenario name of a scenario of the kit
     * @param numbers whose calls they are
     * @param perSecond new calls a second
     * @param settings the scenario's variables, in milliseconds or digits as it says
     */
    public Run dial(
            String scenario,
            String hotlineNumber,
            List<String> numbers,
            double perSecond,
            Map<String, Integer> settings) {
        return dial(scenario, hotlineNumber, numbers, perSecond, settings, List.of());
    }

    /** The same, with so many on the line at once; SIPp's own limit is three times the calls of a second. */
    public Run dial(
            String scenario,
            String hotlineNumber,
            List<String> numbers,
            double perSecond,
            Map<String, Integer> settings,
            int atOnce) {
        return dial(scenario, hotlineNumber, numbers, perSecond, settings, List.of("-l", Integer.toString(atOnce)));
    }

    private Run dial(
            String scenario,
            String hotlineNumber,
            List<String> numbers,
            double perSecond,
            Map<String, Integer> settings,
            List<String> limits) {
        var lines = numbers.stream().map(number -> number + ";").toList();
        var more = new ArrayList<>(List.of(
                "-s",
                hotlineNumber,
                "-m",
                Integer.toString(numbers.size()),
                "-r",
                String.format("%d", Math.max(1, Math.round(perSecond * 10))),
                "-rp",
                "10000"));
        more.addAll(limits);
        return start(scenario, freePort(), lines, settings, more);
    }

    /** A seat's telephone: signs on by SIP and answers what rings. */
    public Run seat(Map<String, String> passwords, int ringMillis, int talkMillis) {
        var port = freePort();
        signOn(passwords, port);
        return start("agent", port, List.of(), Map.of("ring_ms", ringMillis, "talk_ms", talkMillis), List.of());
    }

    /**
     * Telephones that keep an account, which {@link Run#account} gives: seats, or whoever else is called.
     *
     * @param passwords of the seats that sign on from there first; none where no one signs on
     * @param work for each call that comes, in turn, what {@code witness-seat.xml} does
     */
    public Run witnesses(Map<String, String> passwords, int port, List<String> work) {
        if (!passwords.isEmpty()) {
            signOn(passwords, port);
        }
        return start("witness-seat", port, work, Map.of(), KEEPS_ACCOUNT);
    }

    /**
     * Citizens who dial one after the other and keep an account.
     *
     * @param scenario {@code witness-citizen} or {@code witness-citizen-cancels}
     * @param calls what the scenario takes for each, in their order
     */
    public Run citizens(String scenario, String hotlineNumber, List<String> calls, double perSecond) {
        var more = new ArrayList<>(KEEPS_ACCOUNT);
        more.addAll(List.of("-s", hotlineNumber, "-m", Integer.toString(calls.size()), "-l", "2000"));
        more.addAll(List.of("-r", Long.toString(Math.max(1, Math.round(perSecond * 10))), "-rp", "10000"));
        return start(scenario, freePort(), calls, Map.of(), more);
    }

    void signOn(Map<String, String> passwords, int port) {
        var lines = new ArrayList<String>();
        passwords.forEach((seat, password) ->
                lines.add(seat + ";[authentication username=" + seat + " password=" + password + "]"));
        var signedOn = start(
                        "agent-registers",
                        port,
                        lines,
                        Map.of(),
                        List.of("-m", Integer.toString(passwords.size()), "-key", "expires", "3600"))
                .await(Duration.ofSeconds(15));
        if (signedOn.successful() != passwords.size()) {
            throw new IllegalStateException("not all seats could sign on: " + signedOn);
        }
    }

    /** One seat's telephone with an ear of its own, at a port that it keeps when it is started anew. */
    Run seat(String seat, String password, int port, ToneEar ear, int ringMillis, int talkMillis) {
        signOn(Map.of(seat, password), port);
        return called(port, ear, ringMillis, talkMillis);
    }

    /** Whoever is called at that port: rings, picks up, hangs up after the talk; with an ear of its own. */
    Run called(int port, ToneEar ear, int ringMillis, int talkMillis) {
        var settings = Map.of("ring_ms", ringMillis, "talk_ms", talkMillis);
        return start(withEar("agent", ear), port, List.of(), settings, List.of());
    }

    /** A seat's telephone that rings until whoever calls gives up. */
    Run neverPicksUp(int port) {
        return start("citizen-no-answer", port, List.of(), Map.of(), List.of());
    }

    /** A citizen with an ear dials once. */
    Run dial(String hotlineNumber, String number, ToneEar ear, int talkMillis) {
        var scenario = withEar("citizen-talks", ear);
        return dial(scenario, hotlineNumber, List.of(number), 1, Map.of("talk_ms", talkMillis));
    }

    /** The seat's telephone signs off at the exchange, and goes on with what it does. */
    void signOff(String seat, String password) {
        var line = seat + ";[authentication username=" + seat + " password=" + password + "]";
        start("agent-signs-off", freePort(), List.of(line), Map.of(), List.of("-m", "1"))
                .await(Duration.ofSeconds(15));
    }

    /** The scenario with the sound left to an ear. */
    private String withEar(String scenario, ToneEar ear) {
        var own = scenario + "-ear-" + ear.port();
        try {
            var text = Files.readString(kit.resolve(scenario + ".xml"))
                    .replace("[rtpstream_audio_port]", Integer.toString(ear.port()))
                    .replaceAll("<exec rtp_stream=[^>]*/>", "");
            Files.writeString(kit.resolve(own + ".xml"), text);
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Citizens' telephones behind the carrier: what we dial rings here. */
    public Run carrier(String scenario, int port, Map<String, Integer> settings) {
        return start(scenario, port, List.of(), settings, List.of());
    }

    private Run start(
            String scenario, int port, List<String> injection, Map<String, Integer> settings, List<String> more) {
        var number = runs.incrementAndGet();
        var folder = kit.resolve("run-" + number + "-" + scenario);
        try {
            Files.createDirectories(folder);
            var command = new ArrayList<>(List.of(
                    "sipp",
                    "127.0.0.1:" + asteriskPort,
                    "-sf",
                    kit.resolve(scenario + ".xml").toString(),
                    "-i",
                    "127.0.0.1",
                    "-mi",
                    "127.0.0.1",
                    "-p",
                    Integer.toString(port),
                    "-nostdin",
                    "-trace_stat",
                    "-fd",
                    "1",
                    "-trace_err",
                    "-stf",
                    folder.resolve("tally_.csv").toString(),
                    "-error_file",
                    folder.resolve("errors.log").toString()));
            if (!injection.isEmpty()) {
                var file = folder.resolve("injection.csv");
                Files.writeString(file, "SEQUENTIAL\n" + String.join("\n", injection) + "\n");
                command.addAll(List.of("-inf", file.toString()));
            }
            settings.forEach((name, value) -> command.addAll(List.of("-set", name, value.toString())));
            // Each process has an account of its own.
            more.forEach(word -> command.add(
                    word.equals("account.log") ? folder.resolve(word).toString() : word));
            var process = new ProcessBuilder(command)
                    .directory(kit.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("screen.txt").toFile())
                    .start();
            var run = new Run(process, folder, scenario);
            running.add(run);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.reversed().forEach(Run::close);
    }

    public static int freePort() {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command, Duration limit) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
