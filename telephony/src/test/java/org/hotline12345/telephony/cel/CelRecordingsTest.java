package org.hotline12345.telephony.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a real Asterisk wrote. */
class CelRecordingsTest {
    @Test
    void everyRecordingIsReadWithoutDamage() throws Exception {
        try (var files = Files.walk(folder())) {
            var records =
                    files.filter(file -> file.toString().endsWith(".cel.csv")).toList();
            assertThat(records).isNotEmpty();
            for (var record : records) {
                var rows = read(record);
                assertThat(rows).as(record.toString()).isNotEmpty().hasOnlyElementsOfType(CelRow.class);
            }
        }
    }

    @Test
    void strangeCallersAreReadAsTheyDialled() throws Exception {
        Map<String, Integer> calls = new HashMap<>();
        Map<String, Integer> ends = new HashMap<>();
        for (var entry : read(folder().resolve("record").resolve("strange-callers.cel.csv"))) {
            var row = (CelRow) entry;
            switch (row.type()) {
                case "CHAN_START" -> calls.merge(row.caller(), 1, Integer::sum);
                case "LINKEDID_END" -> ends.merge(row.caller(), 1, Integer::sum);
                case "ARRIVED" -> assertThat(row.extra("extra")).contains("12345");
                case "QUEUE_END" -> assertThat(row.extra("extra")).contains("HANGUP");
                default -> {}
            }
        }
        assertThat(calls).isEqualTo(ends);
        assertThat(calls.values()).containsOnly(1);
        // The SIP stack keeps 79 bytes of a number.
        assertThat(calls.keySet())
                .containsExactlyInAnyOrder(
                        "15400000001",
                        "154\n\r01",
                        "154\n\"CHAN_START\",\"1795580976.067058\",\"x",
                        "154\",\",01",
                        "154):0:1",
                        "154${EPOCH}\\",
                        "154中\ufffd",
                        "154\"" + "0".repeat(75),
                        "154&|'");
    }

    private static Path folder() throws URISyntaxException {
        var resource = CelRecordingsTest.class.getResource("/recordings/README.md");
        return Path.of(resource.toURI()).getParent();
    }

    private static List<CelEntry> read(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        return CelDecoder.decode(bytes, bytes.length, true, 100_000).stream()
                .map(CelDecoder.Piece::entry)
                .toList();
    }
}
