package org.hotline12345.telephony.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hotline12345.telephony.RecordConfig.Rotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CelRotationTest {
    private static final Rotation RULES = new Rotation(1, Duration.ofHours(24), Duration.ofDays(30));

    @TempDir
    private Path folder;

    @Test
    void fileIsRenamedWhenItsFirstRowIsOld() throws Exception {
        Files.writeString(folder.resolve("cel.csv"), "noise\n" + RecordFilesContract.rows(1, 2));
        Files.setPosixFilePermissions(folder.resolve("cel.csv"), PosixFilePermissions.fromString("rw-------"));
        tend(Rows.START.plus(Duration.ofHours(23)), Optional.empty());
        assertThat(names()).containsExactly("cel.csv");
        tend(Instant.parse("2026-11-26T05:22:33.4Z"), Optional.empty());
        assertThat(names()).containsExactly("cel-20261126T052233.400Z.csv");
        assertThat(Files.getPosixFilePermissions(folder.resolve(names().getFirst())))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void fileIsRenamedWhenItIsLarge() throws Exception {
        var rows = RecordFilesContract.rows(1, 1);
        Files.writeString(folder.resolve("cel.csv"), rows + "x".repeat((1 << 20) - rows.length()));
        tend(Rows.START, Optional.empty());
        assertThat(names()).containsExactly("cel.csv");
        Files.writeString(folder.resolve("cel.csv"), rows + "x".repeat((1 << 20) - rows.length() + 1));
        tend(Rows.START, Optional.empty());
        assertThat(names()).containsExactly("cel-20261125T042936.067Z.csv");
    }

    @Test
    void namesKeepTheOrderOfTheFilesWhenTheClockIsSetBack() throws Exception {
        Files.writeString(folder.resolve("cel-20270101T000000.000Z.csv"), RecordFilesContract.rows(1, 1));
        Files.writeString(folder.resolve("cel.csv"), RecordFilesContract.rows(2, 1));
        tend(Rows.START.plus(Duration.ofHours(25)), Optional.empty());
        assertThat(names()).containsExactly("cel-20270101T000000.000Z.csv", "cel-20270101T000000.001Z.csv");
    }

    @Test
    void onlyWhatWasReadAndKeptLongEnoughIsDeleted() throws Exception {
        var oldest = "cel-20261001T000000.000Z.csv";
        var older = "cel-20261010T000000.000Z.csv";
        var young = "cel-20261120T000000.000Z.csv";
        var unread = "cel-20261121T000000.000Z.csv";
        var odd = "cel-20261399T000000.000Z.csv";
        for (var name : List.of(oldest, older, young, unread, odd, "cel.csv")) {
            Files.writeString(folder.resolve(name), RecordFilesContract.rows(name.hashCode() & 0xff, 1) + "\n" + name);
        }
        var now = Instant.parse("2026-11-25T04:30:00Z");
        tend(now, Optional.empty());
        assertThat(names()).hasSize(6);
        tend(now, Optional.of(new Position(identity(oldest), 0)));
        assertThat(names()).hasSize(6);
        tend(now, Optional.of(new Position(identity(older), 0)));
        assertThat(names()).containsExactly(older, young, unread, odd, "cel.csv");
        tend(now, Optional.of(new Position(FileIdentity.ofFirstRow(new byte[0], 0), 0)));
        assertThat(names()).hasSize(5);
        tend(now, Optional.of(new Position(identity(unread), 0)));
        assertThat(names()).containsExactly(young, unread, odd, "cel.csv");
        tend(now.plus(Duration.ofDays(26)), Optional.of(new Position(identity(unread), 0)));
        assertThat(names()).doesNotContain(young).contains(unread);
    }

    @Test
    void folderIsLookedAtOnceAMinuteAtMost() throws Exception {
        var clock = new RecordFilesContract.MovedClock();
        var rotation = new CelRotation(folder, files(clock), RULES, clock);
        rotation.tend(Optional.empty());
        Files.writeString(folder.resolve("cel.csv"), RecordFilesContract.rows(1, 1) + "x".repeat(2 << 20));
        rotation.tend(Optional.empty());
        assertThat(names()).containsExactly("cel.csv");
        clock.move(CelRotation.LOOKS_EVERY);
        rotation.tend(Optional.empty());
        assertThat(names()).doesNotContain("cel.csv").hasSize(1);
    }

    private void tend(Instant now, Optional<Position> readTo) throws Exception {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        new CelRotation(folder, files(clock), RULES, clock).tend(readTo);
    }

    private FileIdentity identity(String name) throws Exception {
        return files(Clock.systemUTC()).list().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .identity();
    }

    private RecordFiles files(Clock clock) {
        return new LocalRecordFiles(folder, RULES, clock);
    }

    private List<String> names() throws Exception {
        return LocalRecordFiles.names(folder);
    }
}
