package org.hotline12345.telephony.cel;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Optional;
import org.hotline12345.telephony.RecordConfig.Rotation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the record's files away: renames Asterisk's when it is large or old, deletes those that were read to their end and
 * kept long enough. Only one program may do so in one folder.
 */
final class CelRotation {
    /** How often it looks, however often it is asked to. */
    static final Duration LOOKS_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(CelRotation.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSX").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final RecordFiles files;
    private final Rotation rules;
    private final Clock clock;

    private Instant looked = Instant.MIN;

    CelRotation(Path folder, RecordFiles files, Rotation rules, Clock clock) {
        this.folder = folder;
        this.files = files;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Does what is due.
     *
     * @param readTo what comes before it is stored; files that begin before its file may be deleted
     * @throws IOException with what to do, when a file could not be renamed or deleted
     */
    synchronized void tend(Optional<Position> readTo) throws IOException {
        var now = clock.instant();
        if (!looked.equals(Instant.MIN) && Duration.between(looked, now).abs().compareTo(LOOKS_EVERY) < 0) {
            return;
        }
        looked = now;
        try {
            rename(now);
            if (readTo.isPresent()) {
                delete(readTo.get().file(), now);
            }
        } catch (AccessDeniedException e) {
            throw new IOException(
                    e.getFile() + " may not be renamed or deleted by this user: give it the folder " + folder
                            + ", or run a record server as Asterisk's user",
                    e);
        }
    }

    private void rename(Instant now) throws IOException {
        var current = folder.resolve(LocalRecordFiles.CURRENT);
        var listed = files.list();
        if (listed.isEmpty() || !listed.getLast().name().equals(LocalRecordFiles.CURRENT)) {
            return;
        }
        var file = listed.getLast();
        var isLarge = file.size() > rules.maxMebibytes() * (1L << 20);
        var isOld = firstRow(file)
                .map(row -> row.at().plus(rules.maxAge()).isBefore(now))
                .orElse(false);
        if (!isLarge && !isOld) {
            return;
        }
        // The order of the names is the order of the files, also when the clock was set back.
        var newest = LocalRecordFiles.names(folder).stream()
                .flatMap(name -> renamedAt(name).stream())
                .max(Instant::compareTo)
                .map(time -> time.plusMillis(1))
                .orElse(now);
        var name = "cel-" + TIME.format(newest.isAfter(now) ? newest : now) + ".csv";
        Files.move(current, folder.resolve(name));
        LOG.info("the record {} is now {}; Asterisk begins a new one with its next row", current, name);
    }

    private Optional<CelRow> firstRow(RecordFile file) throws IOException {
        var bytes = files.read(file, 0, CelDecoder.ENOUGH_BYTES);
        for (var piece : CelDecoder.decode(bytes, bytes.length, false, 2)) {
            if (piece.entry() instanceof CelRow row) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private void delete(FileIdentity readTo, Instant now) throws IOException {
        var place = files.list().stream()
                .filter(file -> file.identity().equals(readTo))
                .findFirst();
        if (place.isEmpty()) {
            return;
        }
        var deleted = new ArrayList<String>();
        for (var name : LocalRecordFiles.names(folder)) {
            var isRead = name.compareTo(place.get().name()) < 0;
            var isOld = renamedAt(name)
                    .map(time -> time.plus(rules.keep()).isBefore(now))
                    .orElse(false);
            if (isRead && isOld && Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(folder.resolve(name));
                deleted.add(name);
            }
        }
        if (!deleted.isEmpty()) {
            LOG.info("deleted from the record, read and kept for {}: {}", rules.keep(), String.join(", ", deleted));
        }
    }

    /** Empty for what is not named by a time: that file keeps its place and is not deleted. */
    private static Optional<Instant> renamedAt(String name) {
        var matcher = LocalRecordFiles.ROTATED.matcher(name);
        try {
            return matcher.matches() ? Optional.of(TIME.parse(matcher.group(1), Instant::from)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
