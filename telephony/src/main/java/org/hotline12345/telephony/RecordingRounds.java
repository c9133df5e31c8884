package org.hotline12345.telephony;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the files of recorded talks, on a thread of its own: takes the checksum of those that are complete, looks for
 * those that no event told of, and deletes those whose time is over. Everything it knows is in the rows, so a round that
 * broke off is simply made again; several programs may go their rounds over the same files.
 */
final class RecordingRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingRounds.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    /** Asterisk writes the end of a file after the call's. */
    private static final Duration AFTER_END = Duration.ofSeconds(5);
    /** A file that has not come by then is missing: disks of other machines may be late. */
    private static final Duration MISSING_AFTER = Duration.ofMinutes(1);
    /** How far back each round looks for calls without a recording; the daily one looks at all that are kept. */
    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private static final Duration DAILY = Duration.ofDays(1);
    private static final String NOT_OURS =
            "its time is over, and it does not lie in the folder of recordings: delete it by hand";
    private static final int BATCH = 500;
    private static final int MAX_NAMES = 20_000;
    private static final int MAX_PASSES = 9;

    /** How a file looked in the last round. */
    private record Seen(Instant first, Optional<RecordingFiles.Sight> sight) {}

    private final PgRecordings rows;
    private final RecordingFiles files;
    private final Supplier<List<HotlineCode>> hotlines;
    private final Function<HotlineCode, Duration> keep;
    private final Function<HotlineCode, Optional<Instant>> recordedSince;
    private final Clock clock;
    private Map<String, Seen> seen = new HashMap<>();
    private Instant nextDaily = Instant.MIN;
    private final Rounds rounds = Rounds.overFiles("recordings could not be looked after", BETWEEN, this::round);

    /**
     * @param keep how long a hotline keeps its recordings, as its profile says now
     * @param recordedSince since when a hotline records; empty while it does not
     */
    RecordingRounds(
            PgRecordings rows,
            RecordingFiles files,
            Supplier<List<HotlineCode>> hotlines,
            Function<HotlineCode, Duration> keep,
            Function<HotlineCode, Optional<Instant>> recordedSince,
            Clock clock) {
        this.rows = rows;
        this.files = files;
        this.hotlines = hotlines;
        this.keep = keep;
        this.recordedSince = recordedSince;
        this.clock = clock;
    }

    void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** One round; the daily part of it when a day is over. */
    void round() {
        complete();
        for (var hotline : hotlines.get()) {
            seek(hotline, clock.instant().minus(LOOK_BACK));
        }
        if (!clock.instant().isBefore(nextDaily) && daily()) {
            nextDaily = clock.instant().plus(DAILY);
        }
    }

    // Files that are complete

    private void complete() {
        var now = clock.instant();
        var before = seen;
        var after = new HashMap<String, Seen>();
        for (var recording : rows.finished(now.minus(AFTER_END), BATCH)) {
            var last = before.get(recording.file());
            var sight = sight(recording.file());
            var first = last == null ? now : last.first();
            var unchanged = last != null && last.sight().equals(sight);
            var mayStillCome = sight.isEmpty() && now.isBefore(first.plus(MISSING_AFTER));
            if (!unchanged || mayStillCome) {
                after.put(recording.file(), new Seen(first, sight));
                continue;
            }
            var found = files.look(recording.file());
            if (found instanceof RecordingFiles.Found.Complete(var content, var _)
                    && sight.filter(file -> file.bytes() == content.bytes()).isEmpty()) {
                after.put(recording.file(), new Seen(first, sight));
                continue;
            }
            move(recording, recording.after(found, now), now);
        }
        seen = after;
    }

    private Optional<RecordingFiles.Sight> sight(String file) {
        try {
            return Optional.of(files.sight(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void move(Recording recording, RecordingState next, Instant now) {
        switch (next) {
            case RecordingState.Kept _, RecordingState.Making _ -> {}
            case RecordingState.Empty _ ->
                LOG.warn("recording {} is empty: no speech came over the line", recording.file());
            case RecordingState.Missing _ -> LOG.warn("recording {} is missing", recording.file());
            case RecordingState.Unreadable unreadable ->
                LOG.warn("recording {}: {}", recording.file(), unreadable.why());
            case RecordingState.Changed _ -> LOG.error("recording {} is not what was recorded", recording.file());
            case RecordingState.Deleting _, RecordingState.Deleted _ -> {}
        }
        rows.move(recording, next, now);
    }

    // Recordings that no event told of

    /** The event of a recording may have been lost while Asterisk was not heard; its file has the call's name. */
    private boolean seek(HotlineCode hotline, Instant endedAfter) {
        var since = recordedSince.apply(hotline);
        if (since.isEmpty()) {
            return true;
        }
        var unrecorded = rows.unrecorded(
                hotline, since.get(), endedAfter, clock.instant().minus(MISSING_AFTER), BATCH);
        for (var call : unrecorded) {
            var day = LocalDate.ofInstant(call.arrivedAt(), ZoneOffset.UTC);
            var found = new ArrayList<String>();
            for (int pass = 1; pass <= MAX_PASSES; pass++) {
                var base = call.call() + (pass == 1 ? "" : "-" + pass);
                // Asterisk's days are those of its own zone.
                for (int away = -1; away <= 1; away++) {
                    var name = RecordingFiles.nameOf(day.plusDays(away), base);
                    if (sight(name).isPresent()) {
                        found.add(name);
                    }
                }
            }
            if (found.isEmpty()) {
                found.add(RecordingFiles.nameOf(day, call.call().value()));
            }
            found.forEach(name -> rows.add(call.call(), name));
        }
        return unrecorded.size() < BATCH;
    }

    // Once a day

    /** Whether all was done; each part does so much at once and goes on in the next round. */
    private boolean daily() {
        var now = clock.instant();
        var longest = Duration.ZERO;
        var done = true;
        for (var hotline : hotlines.get()) {
            var kept = keep.apply(hotline);
            longest = kept.compareTo(longest) > 0 ? kept : longest;
            done &= lookAgain(hotline, now.minus(kept), now);
            done &= delete(hotline, now.minus(kept), now);
            done &= seek(hotline, now.minus(kept));
        }
        if (longest.isZero()) {
            return true;
        }
        return deleteStrays(
                        LocalDate.ofInstant(now.minus(longest), ZoneOffset.UTC).minusDays(2))
                && done;
    }

    private boolean lookAgain(HotlineCode hotline, Instant arrivedAfter, Instant now) {
        var again = rows.toLookAtAgain(hotline, arrivedAfter, now.minus(DAILY.dividedBy(2)), BATCH);
        for (var recording : again) {
            rows.move(recording, recording.after(files.look(recording.file()), now), now);
        }
        return again.size() < BATCH;
    }

    private boolean delete(HotlineCode hotline, Instant arrivedBefore, Instant now) {
        var taken = rows.takeForDeletion(hotline, arrivedBefore, now, BATCH);
        var deleted = 0;
        for (var recording : taken) {
            try {
                var next = files.delete(recording.file())
                        ? new RecordingState.Deleted(now)
                        : new RecordingState.Unreadable(now, NOT_OURS, Optional.empty());
                if (rows.move(recording, next, now) && next instanceof RecordingState.Deleted) {
                    deleted++;
                }
            } catch (IOException e) {
                LOG.warn("recording {} could not be deleted: {}", recording.file(), files.why(recording.file(), e));
            }
        }
        if (deleted > 0) {
            LOG.info("{} recordings of hotline {} were deleted: their time was over", deleted, hotline);
        }
        return taken.size() < BATCH || deleted == 0;
    }

    /** Files that belong to no row hold personal data all the same; they go when nothing can be as old as they are. */
    private boolean deleteStrays(LocalDate before) {
        var deleted = 0;
        try {
            for (var name : files.before(before, MAX_NAMES)) {
                if (deleted == BATCH) {
                    break;
                }
                if (!rows.isKnown(name) && files.delete(name)) {
                    deleted++;
                }
            }
        } catch (IOException e) {
            LOG.warn(
                    "old recordings could not be looked through ({})",
                    e.getClass().getSimpleName());
        }
        if (deleted > 0) {
            LOG.info("{} old recordings that belonged to no call were deleted", deleted);
        }
        return deleted < BATCH;
    }
}
