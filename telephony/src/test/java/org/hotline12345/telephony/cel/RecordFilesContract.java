package org.hotline12345.telephony.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds wherever the record lies. */
abstract class RecordFilesContract {
    private static final String OLDER = "cel-20261124T000000.000Z.csv";
    private static final String OLD = "cel-20261125T000000.000Z.csv";

    @TempDir
    Path folder;

    /** The machine's own time and what a test adds to it: files that are renamed now are settled later. */
    static final class MovedClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void move(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    final MovedClock clock = new MovedClock();

    abstract RecordFiles files();

    @Test
    void folderWithoutRowsIsReadToItsEnd() throws Exception {
        assertThat(files().list()).isEmpty();
        assertThat(reader().read(Optional.empty(), 10)).isEqualTo(new Batch(List.of(), true));
        write("cel.csv", "");
        assertThat(reader().read(Optional.empty(), 10)).isEqualTo(new Batch(List.of(), true));
        write("cel.csv", Rows.text(Rows.row(1)).substring(0, 50));
        assertThat(reader().read(Optional.empty(), 10)).isEqualTo(new Batch(List.of(), true));
    }

    @Test
    void filesAreListedInTheOrderTheyWereWritten() throws Exception {
        write("cel.csv", rows(30, 1));
        write(OLD, rows(20, 1));
        write(OLDER, rows(10, 1));
        write("cel-backup.csv", rows(40, 1));
        write("other.csv", rows(50, 1));
        clock.move(Duration.ofMinutes(1));
        assertThat(files().list()).extracting(RecordFile::name).containsExactly(OLDER, OLD, "cel.csv");
        assertThat(files().list()).extracting(RecordFile::settled).containsExactly(true, true, false);
        assertThat(files().list()).extracting(RecordFile::size).containsOnly((long)
                rows(10, 1).length());
    }

    @Test
    void rowsAreFollowedAsTheyAreWritten() throws Exception {
        write("cel.csv", rows(1, 3));
        var first = reader().read(Optional.empty(), 10);
        assertThat(whats(first)).isEqualTo(Rows.rows(1, 3));
        assertThat(first.atEnd()).isTrue();
        var from = last(first);
        assertThat(reader().read(Optional.of(from), 10)).isEqualTo(new Batch(List.of(), true));
        append("cel.csv", rows(4, 1) + rows(5, 1).substring(0, 60));
        var second = reader().read(Optional.of(from), 10);
        assertThat(whats(second)).isEqualTo(Rows.rows(4, 1));
        append("cel.csv", rows(5, 1).substring(60));
        assertThat(whats(reader().read(Optional.of(last(second)), 10))).isEqualTo(Rows.rows(5, 1));
    }

    @Test
    void eachEntrysPositionIsWhereTheNextOneBegins() throws Exception {
        write(OLDER, rows(1, 3));
        write(OLD, "noise\n" + rows(4, 3));
        write("cel.csv", rows(7, 3));
        clock.move(Duration.ofMinutes(1));
        var all = reader().read(Optional.empty(), 100);
        assertThat(all.entries()).hasSize(10);
        for (int i = 0; i < all.entries().size(); i++) {
            var rest = reader().read(Optional.of(all.entries().get(i).after()), 100);
            assertThat(rest.entries()).isEqualTo(all.entries().subList(i + 1, 10));
        }
        var oneByOne = new ArrayList<Batch.Entry>();
        Optional<Position> from = Optional.empty();
        for (int i = 0; i < 10; i++) {
            var one = reader().read(from, 1);
            assertThat(one.atEnd()).isFalse();
            oneByOne.addAll(one.entries());
            from = Optional.of(last(one));
        }
        assertThat(oneByOne).isEqualTo(all.entries());
        assertThat(reader().read(from, 1)).isEqualTo(new Batch(List.of(), true));
    }

    @Test
    void fileThatWasRenamedAMomentAgoIsWaitedForAndReadToItsEnd() throws Exception {
        write("cel.csv", rows(1, 2));
        var from = last(reader().read(Optional.empty(), 10));
        append("cel.csv", rows(3, 1));
        rename("cel.csv", OLD);
        write("cel.csv", rows(5, 1));
        var early = reader().read(Optional.of(from), 10);
        assertThat(whats(early)).isEqualTo(Rows.rows(3, 1));
        assertThat(early.atEnd()).isFalse();
        append(OLD, rows(4, 1));
        clock.move(Duration.ofMinutes(1));
        var late = reader().read(Optional.of(last(early)), 10);
        assertThat(whats(late)).isEqualTo(Rows.rows(4, 2));
        assertThat(late.atEnd()).isTrue();
    }

    @Test
    void fileListedBeforeItWasRenamedIsReadAllTheSame() throws Exception {
        write("cel.csv", rows(1, 2));
        var listed = files().list().getFirst();
        rename("cel.csv", OLD);
        assertThat(files().read(listed, 0, 100_000)).isEqualTo(Rows.bytes(Rows.rows(1, 2)));
        write("cel.csv", rows(3, 9));
        assertThat(files().read(listed, 0, 100_000)).isEqualTo(Rows.bytes(Rows.rows(1, 2)));
        assertThat(files().read(listed, 7, 3)).isEqualTo(Rows.bytes(rows(1, 1).substring(7, 10)));
        assertThat(files().read(listed, 100_000, 10)).isEmpty();
        Files.delete(folder.resolve(OLD));
        assertThatThrownBy(() -> files().read(listed, 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void whereThePlaceIsGoneItIsSaidAndTheOldestFileIsNext() throws Exception {
        write(OLDER, rows(1, 2));
        write(OLD, rows(3, 2));
        clock.move(Duration.ofMinutes(1));
        var from = last(reader().read(Optional.empty(), 2));
        Files.delete(folder.resolve(OLDER));
        var batch = reader().read(Optional.of(from), 10);
        assertThat(batch.entries().getFirst().what()).isEqualTo(new CelEntry.Lost(from, CelEntry.Lost.Why.GONE));
        assertThat(whats(batch).subList(1, 3)).isEqualTo(Rows.rows(3, 2));
        var after = batch.entries().getFirst().after();
        assertThat(whats(reader().read(Optional.of(after), 10))).isEqualTo(Rows.rows(3, 2));
        Files.delete(folder.resolve(OLD));
        assertThat(reader().read(Optional.of(from), 10)).isEqualTo(new Batch(List.of(), false));
    }

    @Test
    void fileThatWasReplacedOrCutIsNotMisread() throws Exception {
        write("cel.csv", rows(1, 4));
        var from = last(reader().read(Optional.empty(), 10));
        write("cel.csv", rows(11, 9));
        var replaced = reader().read(Optional.of(from), 10);
        assertThat(replaced.entries().getFirst().what()).isEqualTo(new CelEntry.Lost(from, CelEntry.Lost.Why.GONE));
        assertThat(whats(replaced).subList(1, 10)).isEqualTo(Rows.rows(11, 9));
        write("cel.csv", rows(1, 3));
        var cut = reader().read(Optional.of(from), 10);
        assertThat(cut.entries().getFirst().what()).isEqualTo(new CelEntry.Lost(from, CelEntry.Lost.Why.SHORTER));
        assertThat(whats(cut).subList(1, 4)).isEqualTo(Rows.rows(1, 3));
    }

    @Test
    void tornLastRowOfARenamedFileIsDamaged() throws Exception {
        write(OLD, rows(1, 1) + rows(2, 1).substring(0, 40));
        write("cel.csv", rows(3, 1));
        clock.move(Duration.ofMinutes(1));
        assertThat(whats(reader().read(Optional.empty(), 10)))
                .containsExactly(Rows.row(1), new CelEntry.Damaged(40, "the row has no end"), Rows.row(3));
    }

    @Test
    void filesOfManyReadingsAreReadWhole() throws Exception {
        var noise = "z".repeat(300_000) + "\n";
        write(OLD, rows(1, 5_000) + noise + rows(5_001, 5_000));
        write("cel.csv", rows(10_001, 5_000));
        clock.move(Duration.ofMinutes(1));
        var rows = new ArrayList<CelEntry>();
        Optional<Position> from = Optional.empty();
        for (int i = 0; i < 100; i++) {
            var batch = reader().read(from, 777);
            batch.entries().stream()
                    .map(Batch.Entry::what)
                    .filter(CelRow.class::isInstance)
                    .forEach(rows::add);
            if (batch.atEnd()) {
                break;
            }
            from = Optional.of(last(batch));
        }
        assertThat(rows).isEqualTo(Rows.rows(1, 15_000));
    }

    CelReader reader() {
        return new CelReader(files());
    }

    static String rows(int first, int count) {
        return String.join("", Rows.rows(first, count).stream().map(Rows::text).toList());
    }

    static List<CelEntry> whats(Batch batch) {
        return batch.entries().stream().map(Batch.Entry::what).toList();
    }

    static Position last(Batch batch) {
        return batch.entries().getLast().after();
    }

    void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    void append(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
    }

    void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to));
    }
}
