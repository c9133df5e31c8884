package org.hotline12345.ops.bench;

import java.nio.file.Path;
import org.hotline12345.ops.witness.CallsProof;

/** Whether 3,000 real calls are each counted once while every part is cut off or killed. */
final class CallsBench {
    private CallsBench() {}

    static void measure(Bench bench) throws Exception {
        var seed = Long.getLong("calls.seed", System.nanoTime() & 0xFFFFFF);
        var proof = CallsProof.whole(Path.of("").toAbsolutePath(), bench.folder("calls"), seed);
        proof.words().forEach(line -> System.out.println("# " + line));
        bench.atLeast("calls.dialled", proof.dialled(), "calls", 3_000);
        bench.atLeast("calls.a-second", proof.perSecond(), "calls/s", 10);
        proof.differences().forEach((name, count) -> bench.exactly("calls." + name, count, "calls", 0));
        bench.exactly("calls.unsettled", proof.unsettled(), "calls", 0);
        bench.exactly("calls.blows-missed", proof.missed().size(), "blows", 0);
        // Each way to be handed on and each stage at which callers give up.
        bench.atLeast("calls.rarest-kind", proof.rarest(), "calls", 20);
    }
}
