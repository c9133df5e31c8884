package org.hotline12345.telephony.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hotline12345.telephony.RecordConfig;
import org.junit.jupiter.api.Test;

class LocalRecordFilesTest extends RecordFilesContract {
    @Override
    RecordFiles files() {
        return new LocalRecordFiles(folder, RecordConfig.Rotation.DEFAULT, clock);
    }

    @Test
    void folderThatIsNotThereIsNamed() {
        var missing = folder.resolve("cel");
        assertThatThrownBy(() -> new LocalRecordFiles(missing, RecordConfig.Rotation.DEFAULT, clock).list())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void linkIsNotFollowed() throws Exception {
        write("elsewhere", rows(1, 1));
        Files.createSymbolicLink(folder.resolve("cel.csv"), folder.resolve("elsewhere"));
        assertThat(files().list()).isEmpty();
    }

    @Test
    void copyOfAFileIsNoSecondFile() throws Exception {
        write("cel.csv", rows(1, 2));
        Files.copy(folder.resolve("cel.csv"), folder.resolve("cel-20261125T000000.000Z.csv"));
        append("cel.csv", rows(3, 1));
        assertThat(whats(reader().read(Optional.empty(), 10))).isEqualTo(Rows.rows(1, 3));
    }

    /** Listing and renaming at the same time: no file may be passed over, for its rows would never be read. */
    @Test
    void noRowIsMissedWhileFilesAreRenamed() throws Exception {
        var done = new AtomicBoolean();
        var files = 200;
        var writer = Thread.ofPlatform().start(() -> {
            try {
                for (int file = 0; file < files; file++) {
                    var new1 = folder.resolve("new");
                    Files.writeString(new1, rows(file * 10, 10));
                    Files.move(new1, folder.resolve("cel.csv"), StandardCopyOption.ATOMIC_MOVE);
                    Thread.sleep(2);
                    rename("cel.csv", "cel-20261125T%06d.000Z.csv".formatted(file));
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                done.set(true);
            }
        });
        clock.move(Duration.ofMinutes(1));
        var rows = new ArrayList<CelEntry>();
        Optional<Position> from = Optional.empty();
        for (int look = 0; look < 100_000; look++) {
            var wasDone = done.get();
            try {
                var batch = reader().read(from, 10);
                rows.addAll(whats(batch));
                from = batch.entries().isEmpty() ? from : Optional.of(last(batch));
                if (wasDone && batch.atEnd()) {
                    break;
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("faster than it can be listed");
            }
        }
        writer.join();
        assertThat(rows).isEqualTo(Rows.rows(0, files * 10));
    }
}
