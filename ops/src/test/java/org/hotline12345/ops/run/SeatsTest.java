package org.hotline12345.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.hotline12345.office.BadSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeatsTest {
    @TempDir
    Path folder;

    @Test
    void passwordsAreMadeOnceAndKeptForTheOwnerAlone() throws Exception {
        var file = folder.resolve("seats");
        var first = Seats.kept(file, List.of("1001", "1002"));
        assertThat(first).containsOnlyKeys("1001", "1002");
        assertThat(first.get("1001")).hasSize(32).isNotEqualTo(first.get("1002"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        var more = Seats.kept(file, List.of("1002", "1003"));
        assertThat(more).containsOnlyKeys("1002", "1003").containsEntry("1002", first.get("1002"));
        // 1001 was away for a while and finds its password again.
        assertThat(Seats.kept(file, List.of("1001"))).containsEntry("1001", first.get("1001"));
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void fileThatIsNoListOfSeatsIsNamed() throws Exception {
        var file = Files.writeString(folder.resolve("seats"), "1001 secret\n");
        assertThatThrownBy(() -> Seats.kept(file, List.of("1001")))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("seat:password");
    }
}
