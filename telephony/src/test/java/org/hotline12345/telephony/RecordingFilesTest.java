package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import org.hotline12345.telephony.RecordingFiles.Found;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFilesTest {
    private static final String NAME = "2026/11/22/pbx1-1795310813.62.wav";

    @TempDir
    private Path outside;

    private Path folder;
    private RecordingFiles files;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(outside.resolve("recordings"));
        files = new RecordingFiles(folder);
    }

    @Test
    void nameIsTheEndOfThePathWhereverAsteriskSeesTheFolder() {
        assertThat(RecordingFiles.nameOf("/var/lib/hotline/recordings/" + NAME)).isEqualTo(NAME);
        assertThat(RecordingFiles.nameOf(NAME)).isEqualTo(NAME);
        assertThat(RecordingFiles.nameOf("/rec/2026/11/22/../../etc/passwd"))
                .isEqualTo("/rec/2026/11/22/../../etc/passwd");
        assertThat(RecordingFiles.nameOf("/rec/2026/11/22/a\n.wav")).isEqualTo("/rec/2026/11/22/a\n.wav");
    }

    @Test
    void completeFileHasItsSizeLengthAndChecksum() throws Exception {
        var bytes = TalkFile.wav(12.5, 1);
        TalkFile.write(folder, NAME, bytes);
        var found = (Found.Complete) files.look(NAME);
        assertThat(found.sound()).isTrue();
        assertThat(found.content().bytes()).isEqualTo(200_044);
        assertThat(found.content().duration()).isEqualTo(Duration.ofMillis(12_500));
        assertThat(found.content().checksum().hex())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void lengthIsThatOfTheSoundAlsoWhenAsteriskDiedBeforeItWroteTheHeadersLength() {
        var bytes = TalkFile.wav(3, 1);
        Arrays.fill(bytes, 40, 44, (byte) 0);
        TalkFile.write(folder, NAME, bytes);
        assertThat(((Found.Complete) files.look(NAME)).content().duration()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void fileWithoutSoundIsComplete_AndSilent() {
        TalkFile.write(folder, NAME, TalkFile.wav(0, 1));
        assertThat(((Found.Complete) files.look(NAME)).sound()).isFalse();
        assertThat(((Found.Complete) files.look(NAME)).content().bytes()).isEqualTo(44);
        TalkFile.write(folder, NAME, new byte[0]);
        assertThat(((Found.Complete) files.look(NAME)).sound()).isFalse();
    }

    @Test
    void whatIsNotThereIsNothing() {
        assertThat(files.look(NAME)).isEqualTo(new Found.Nothing());
        TalkFile.write(folder, "2026/11/22/other.wav", TalkFile.wav(1, 1));
        assertThat(files.look(NAME)).isEqualTo(new Found.Nothing());
    }

    @Test
    void anotherKindOfFileIsUnusable() {
        TalkFile.write(folder, NAME, "<html>".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(files.look(NAME)).isInstanceOf(Found.Unusable.class);
    }

    @Test
    void nothingOutsideOfTheFolderIsReadOrDeleted() throws IOException {
        var secret = TalkFile.write(outside, "2026/11/22/secret.wav", TalkFile.wav(1, 1));
        for (var name : new String[] {
            "../2026/11/22/secret.wav", secret.toString(), "2026/11/22/../../../secret.wav", "2026/11/22/..wav", ""
        }) {
            assertThat(files.look(name)).as(name).isInstanceOf(Found.Unusable.class);
            assertThat(files.delete(name)).as(name).isFalse();
        }
        assertThat(secret).exists();
    }

    @Test
    void linksAreNotFollowedNeitherTheFileNorItsDay() throws IOException {
        var secret = TalkFile.write(outside, "2026/11/22/secret.wav", TalkFile.wav(1, 1));
        Files.createDirectories(folder.resolve("2026/11/22"));
        Files.createSymbolicLink(folder.resolve(NAME), secret);
        assertThat(files.look(NAME)).isInstanceOf(Found.Unusable.class);
        assertThatThrownBy(() -> files.delete(NAME)).isInstanceOf(IOException.class);
        Files.createSymbolicLink(folder.resolve("2026/11/23"), outside.resolve("2026/11/22"));
        assertThat(files.look("2026/11/23/secret.wav")).isInstanceOf(Found.Unusable.class);
        assertThatThrownBy(() -> files.delete("2026/11/23/secret.wav")).isInstanceOf(IOException.class);
        assertThat(files.before(LocalDate.of(2027, 1, 1), 10)).isEmpty();
        assertThat(secret).exists();
    }

    @Test
    void folderThatIsItselfReachedByALinkIsFine() throws IOException {
        TalkFile.write(folder, NAME, TalkFile.wav(1, 1));
        var link = Files.createSymbolicLink(outside.resolve("link"), folder);
        assertThat(new RecordingFiles(link).look(NAME)).isInstanceOf(Found.Complete.class);
    }

    @Test
    void missingFolderAndForeignOwnerAreToldWithWhatToDo() {
        var nowhere = new RecordingFiles(outside.resolve("nowhere"));
        assertThat(((Found.Unusable) nowhere.look(NAME)).why()).contains("telephony.recordings-dir");
        assertThat(files.why(NAME, new AccessDeniedException(NAME))).contains("may not be read", "group");
    }

    @Test
    void oldDaysAreListedOldestFirstAndEmptyOnesTakenAway() throws IOException {
        TalkFile.write(folder, "2026/02/03/b.wav", TalkFile.wav(0, 1));
        TalkFile.write(folder, "2025/12/31/a.wav", TalkFile.wav(0, 1));
        TalkFile.write(folder, "2026/02/04/c.wav", TalkFile.wav(0, 1));
        TalkFile.write(folder, "2026/02/03/notes.txt", TalkFile.wav(0, 1));
        Files.createDirectories(folder.resolve("2024/01/01"));
        assertThat(files.before(LocalDate.of(2026, 2, 4), 10)).containsExactly("2025/12/31/a.wav", "2026/02/03/b.wav");
        assertThat(folder.resolve("2024/01/01")).doesNotExist();
        assertThat(files.before(LocalDate.of(2026, 2, 4), 1)).containsExactly("2025/12/31/a.wav");
    }
}
