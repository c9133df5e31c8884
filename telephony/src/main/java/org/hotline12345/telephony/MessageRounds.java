package org.hotline12345.telephony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after spoken messages, on a thread of its own: takes up those whose rows were never written, for this program or the
 * database was dead when they were over, and deletes those whose time is over. A round that broke off is simply made again.
 */
final class MessageRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageRounds.class);
    private static final Duration BETWEEN = Duration.ofMinutes(10);
    /** Longer than any message may be: until then it may still be spoken. */
    private static final Duration SPOKEN_BY_THEN = Duration.ofMinutes(15);

    private static final int MAX_FILES = 10_000;
    private static final int BATCH = 500;
    private static final String SUFFIX = ".wav";

    private final LineDesk desk;
    private final PgMessages rows;
    private final Path folder;
    private final Function<CallId, Optional<Call>> calls;
    private final Supplier<List<HotlineCode>> hotlines;
    private final Function<HotlineCode, Duration> keep;
    private final Clock clock;
    private final Rounds rounds = new Rounds("messages could not be looked after", BETWEEN, this::round);

    /**
     * @param folder where messages lie, in folders of days
     * @param keep how long a hotline keeps what was said, as its profile says now
     */
    MessageRounds(
            LineDesk desk,
            PgMessages rows,
            Path folder,
            Function<CallId, Optional<Call>> calls,
            Supplier<List<HotlineCode>> hotlines,
            Function<HotlineCode, Duration> keep,
            Clock clock) {
        this.desk = desk;
        this.rows = rows;
        this.folder = folder;
        this.calls = calls;
        this.hotlines = hotlines;
        this.keep = keep;
        this.clock = clock;
    }

    void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    void round() {
        takeUp();
        hotlines.get().forEach(hotline -> delete(hotline, clock.instant().minus(keep.apply(hotline))));
    }

    private void takeUp() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var found = Files.walk(folder, 2)) {
            found.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .limit(MAX_FILES)
                    .forEach(this::takeUp);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the folder of messages {} cannot be read: {}", folder, e.toString());
        }
    }

    private void takeUp(Path file) {
        var spoken = lastWritten(file);
        if (spoken.isEmpty() || spoken.get().plus(SPOKEN_BY_THEN).isAfter(clock.instant())) {
            return;
        }
        // A call that is not in the rows yet is told by Asterisk's record later.
        callOf(file)
                .filter(call -> rows.find(call.hotline(), call.id()).isEmpty())
                .ifPresent(call -> {
                    LOG.info("the message of call {} is taken up", call.id());
                    desk.messageTaken(call.hotline(), call.line(), call.id(), file);
                });
    }

    private Optional<Call> callOf(Path file) {
        var name = file.getFileName().toString();
        try {
            return calls.apply(new CallId(name.substring(0, name.length() - SUFFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> lastWritten(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The file first: a row without a file is found again, a file without a row would be taken up as a new message. */
    private void delete(HotlineCode hotline, Instant before) {
        for (var message : rows.olderThan(hotline, before, BATCH)) {
            try {
                if (message.file().startsWith(folder)) {
                    Files.deleteIfExists(message.file());
                }
                rows.delete(message.call());
            } catch (IOException e) {
                LOG.warn("the message {} is to be deleted and cannot be: {}", message.file(), e.toString());
            }
        }
    }
}
