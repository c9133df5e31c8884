package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.hotline12345.ops.witness.CallsProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small form of {@code ops/bench calls}: 200 real calls while links are cut and programs killed, each counted once. */
class CallsIT {
    private static final long SEED = 12345;

    @Test
    void everyCallIsCountedOnceWhateverIsCutOffOrKilled(@TempDir Path folder) throws Exception {
        var proof = CallsProof.small(Path.of("..").toRealPath(), folder, SEED);
        proof.words().forEach(line -> System.out.println("# " + line));
        assertThat(proof.dialled()).isEqualTo(200);
        assertThat(proof.differences().entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .isEmpty();
        assertThat(proof.unsettled()).isZero();
        assertThat(proof.missed()).isEmpty();
    }
}
