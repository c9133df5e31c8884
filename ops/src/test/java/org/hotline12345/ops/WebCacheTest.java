package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebCacheTest {
    @TempDir
    private Path data;

    @Test
    void whatAKilledProgramLeftIsTakenAwayAndNothingElse() throws Exception {
        var left = Files.createDirectories(data.resolve("web-cache-0815/console/assets"));
        Files.writeString(left.resolve("index.js"), "x");
        Files.writeString(data.resolve("keys"), "kept");
        assertThat(WebCache.in(data)).isEqualTo(data.resolve("web-cache").toString());
        try (var there = Files.list(data)) {
            assertThat(there).containsExactly(data.resolve("keys"));
        }
    }

    @Test
    void aDataFolderThatIsNotThereYetIsMade() {
        WebCache.in(data.resolve("new"));
        assertThat(data.resolve("new")).isDirectory();
    }
}
