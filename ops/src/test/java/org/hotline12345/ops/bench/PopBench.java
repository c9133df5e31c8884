package org.hotline12345.ops.bench;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor.Frame;

/**
 * From Asterisk's {@code AgentCalled} (its own time stamp) to the frame at the agent's browser, for 200 real calls of
 * citizens who have called before, everything on this machine.
 */
final class PopBench {
    private static final int CALLS = 200;
    private static final int WARM_UP = 20;
    private static final int CITIZENS = 50;

    private PopBench() {}

    static void measure(Bench bench) throws Exception {
        var folder = bench.folder("pop");
        try (var kit = HotlineKit.open(folder.resolve("data"), Map.of());
                var sipp =
                        new Sipp(Path.of("ops/src/test/sipp").toAbsolutePath(), folder.resolve("sipp"), kit.sipPort());
                var _ = sipp.seat(kit.seatPasswords(), 100, 200);
                var agent1 = kit.visitor("agent1").listen();
                var agent2 = kit.visitor("agent2").listen()) {
            kit.profile("telephony:\n  greeting: 您好。\n  recording-notice: 录音。\n");
            agent1.post("/api/seat", new JsonObject().put("seat", "1001"));
            agent2.post("/api/seat", new JsonObject().put("seat", "1002"));
            var numbers = IntStream.range(0, CALLS + WARM_UP)
                    .mapToObj(i -> String.format("154%08d", 5_000 + i % CITIZENS))
                    .toList();
            var tally = sipp.dial("citizen-talks", "12345", numbers, 1.5, Map.of("talk_ms", 60_000))
                    .await(Duration.ofMinutes(6));
            var latencies = new ArrayList<Long>();
            for (var agent : List.of(agent1, agent2)) {
                for (Frame frame : agent.frames()) {
                    if ("RINGING".equals(frame.data().getString("state"))) {
                        var rungAt = Instant.parse(frame.data().getString("rungAt"));
                        latencies.add(Duration.between(rungAt, frame.at()).toNanos() / 1_000);
                    }
                }
            }
            bench.exactly("pop.calls", tally.successful(), "calls", CALLS + WARM_UP);
            bench.exactly("pop.pops", latencies.size(), "frames", CALLS + WARM_UP);
            var measured = latencies.stream().skip(WARM_UP).sorted().toList();
            bench.atMost("pop.median", measured.get(measured.size() / 2) / 1_000.0, "ms", 100);
            bench.atMost("pop.p99", measured.get((int) Math.ceil(measured.size() * 0.99) - 1) / 1_000.0, "ms", 100);
            bench.atMost("pop.worst", measured.getLast() / 1_000.0, "ms", 1_000);
        }
    }
}
