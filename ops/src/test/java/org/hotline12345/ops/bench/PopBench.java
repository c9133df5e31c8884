package org.hotline12345.ops.bench;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hotline12345.office.Seal;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.HotlineProcess;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;
import org.hotline12345.ops.kit.Visitor.Frame;

/**
 * From Asterisk's {@code AgentCalled} (its own time stamp) to the frame at the agent's browser, for 200 real calls of
 * citizens who have called before, everything on this machine.
 */
final class PopBench {
    private static final int CALLS = 200;
    private static final int WARM_UP = 20;
    private static final int CITIZENS = 50;

    private static final long SEED = 12_345;
    private static final int BASE_RATE = 20;
    private static final int BASE_WARM_UP = 200;
    private static final int BASE_CALLS = 1_200;
    private static final int SEATS = 60;
    private static final int CALLS_A_TICKET = 5;
    private static final String PROFILE = "telephony:\n  greeting: 您好。\n  recording-notice: 录音。\n";

    private PopBench() {}

    static void measure(Bench bench) throws Exception {
        var folder = bench.folder("pop");
        try (var kit = HotlineKit.open(folder.resolve("data"), Map.of());
                var sipp =
                        new Sipp(Path.of("ops/src/test/sipp").toAbsolutePath(), folder.resolve("sipp"), kit.sipPort());
                var _ = sipp.seat(kit.seatPasswords(), 100, 200);
                var agent1 = kit.visitor("agent1").listen();
                var agent2 = kit.visitor("agent2").listen()) {
            kit.profile(PROFILE);
            agent1.post("/api/seat", new JsonObject().put("seat", "1001"));
            agent2.post("/api/seat", new JsonObject().put("seat", "1002"));
            var numbers = IntStream.range(0, CALLS + WARM_UP)
                    .mapToObj(i -> String.format("154%08d", 5_000 + i % CITIZENS))
                    .toList();
            var tally = sipp.dial("citizen-talks", "12345", numbers, 1.5, Map.of("talk_ms", 60_000))
                    .await(Duration.ofMinutes(6));
            report(bench, "pop", tally, List.of(agent1, agent2), WARM_UP, CALLS, 100);
        }
    }

    /** The same at 20 calls a second, of citizens with thousands of calls and tickets among millions of them. */
    static void measureOnBase(Bench bench) throws Exception {
        var folder = bench.folder("pop-on-base");
        var data = bench.data().orElse(folder.resolve("data"));
        Files.createDirectories(data);
        var settings = HotlineKit.freePorts(data);
        var seats = IntStream.range(0, SEATS)
                .mapToObj(n -> Integer.toString(2_001 + n))
                .toList();
        var config = Files.writeString(folder.resolve("seats.yaml"), "asterisk: {seats: " + seats + "}");
        var texts = new LifecycleTexts(SEED);
        var agents = new ArrayList<Visitor>();
        try (var hotline = HotlineProcess.configured(Path.of("").toAbsolutePath(), folder, config, settings)) {
            hotline.launch();
            hotline.awaitReady();
            var profile = Files.writeString(folder.resolve("profile.yaml"), PROFILE);
            hotline.command("profile", "add", "--hotline", LifecycleBase.HOTLINE, profile.toString());
            try (var database = new LifecycleDatabase(data, Integer.parseInt(settings.get("database.port")));
                    var sipp = new Sipp(
                            Path.of("ops/src/test/sipp").toAbsolutePath(),
                            folder.resolve("sipp"),
                            Integer.parseInt(settings.get("asterisk.sip-port")));
                    var _ = sipp.seat(passwords(data, seats), 100, 200)) {
                var base = new LifecycleBase(database, texts);
                var office = base.office(data.resolve("keys"));
                LifecycleBase.addPeople(office);
                var seal = Seal.read(data.resolve("keys"));
                base.addTickets(seal, bench.tickets());
                base.addCalls(seal, CALLS_A_TICKET * bench.tickets());
                LifecycleBench.awaitIndex(database);
                var logins = seats.stream().map(seat -> "agent-at-" + seat).toList();
                var password = LifecycleBase.addAgents(office, logins);
                for (int n = 0; n < SEATS; n++) {
                    var agent = Visitor.signIn(hotline.address(), logins.get(n), password);
                    agents.add(agent.listen());
                    agent.post("/api/seat", new JsonObject().put("seat", seats.get(n)));
                }
                var numbers = IntStream.range(0, BASE_WARM_UP + BASE_CALLS)
                        .mapToObj(LifecycleBase::citizen)
                        .toList();
                var tally = sipp.dial(
                                "citizen-talks", "12345", numbers, BASE_RATE, Map.of("talk_ms", 60_000), 10 * BASE_RATE)
                        .await(Duration.ofMinutes(5));
                report(bench, "pop-on-base", tally, agents, BASE_WARM_UP, BASE_CALLS, 50);
            } finally {
                agents.forEach(Visitor::close);
            }
        }
    }

    /** Of these seats; those of an earlier configuration keep theirs. */
    private static Map<String, String> passwords(Path data, List<String> seats) {
        return HotlineKit.seatPasswords(data).entrySet().stream()
                .filter(seat -> seats.contains(seat.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void report(
            Bench bench, String name, Sipp.Tally tally, List<Visitor> agents, int warmUp, int calls, double goal) {
        var rung = agents.stream()
                .flatMap(agent -> agent.frames().stream())
                .filter(frame -> "RINGING".equals(frame.data().getString("state")))
                .sorted(Comparator.comparing(Frame::at))
                .toList();
        bench.exactly(name + ".calls", tally.successful(), "calls", warmUp + calls);
        bench.exactly(name + ".pops", rung.size(), "frames", warmUp + calls);
        var measured = rung.stream()
                .skip(warmUp)
                .map(frame -> Duration.between(Instant.parse(frame.data().getString("rungAt")), frame.at()))
                .mapToLong(late -> late.toNanos() / 1_000)
                .sorted()
                .toArray();
        bench.atMost(name + ".median", measured[measured.length / 2] / 1_000.0, "ms", goal);
        bench.atMost(name + ".p99", measured[(int) Math.ceil(measured.length * 0.99) - 1] / 1_000.0, "ms", goal);
        bench.atMost(name + ".worst", measured[measured.length - 1] / 1_000.0, "ms", 1_000);
    }
}
