package org.hotline12345.telephony;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recorded talks for people: who may listen, what was listened to, what is held for a dispute. */
public final class Recordings {
    /** Listening to all recorded talks of a hotline. */
    public static final Right LISTEN = new Right("telephony.listen-recordings");
    /** Listening to the talks of the calls that one has answered. */
    public static final Right LISTEN_OWN = new Right("telephony.listen-own");
    /** Holding recordings for a dispute, and releasing them. */
    public static final Right HOLD = new Right("telephony.hold-recordings");

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final int MAX_LIST = 500;
    private static final int MAX_WHY = 200;
    private static final Duration LONGEST_HOLD = Duration.ofDays(3_650);
    /** A player asks for a recording piece by piece: within this time that is one listening. */
    private static final Duration ONE_LISTENING = Duration.ofMinutes(15);
    /** A file that was read to its end so lately, and has not been touched since, is not read again for each piece. */
    private static final Duration VERIFIED_FOR = Duration.ofMinutes(5);

    private static final int MAX_REMEMBERED = 1_000;

    /**
     * A recording that is ready to be sent: its bytes are those of its checksum. To be closed.
     *
     * @param channel of the very file that was verified
     */
    public record Opened(FileChannel channel, long bytes, Checksum checksum) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /**
     * What a verification found.
     *
     * @param wrong those that are not as they were when they were complete
     */
    public record Verified(int looked, List<Recording> wrong) {}

    private record Listening(PersonId who, CallId call, int part) {}

    private final PgRecordings rows;
    private final PgHolds holds;
    private final RecordingFiles files;
    private final Office office;
    private final Function<CallId, Optional<Call>> calls;
    private final Clock clock;
    private final Function<HotlineCode, Optional<Instant>> recordedSince;
    private final Lately<Listening, Listening> listenings = new Lately<>(ONE_LISTENING, MAX_REMEMBERED);
    private final Lately<String, RecordingFiles.Sight> verified = new Lately<>(VERIFIED_FOR, MAX_REMEMBERED);

    Recordings(
            PgRecordings rows,
            PgHolds holds,
            RecordingFiles files,
            Office office,
            Function<CallId, Optional<Call>> calls,
            Function<HotlineCode, Optional<Instant>> recordedSince,
            Clock clock) {
        this.rows = rows;
        this.holds = holds;
        this.files = files;
        this.office = office;
        this.calls = calls;
        this.recordedSince = recordedSince;
        this.clock = clock;
    }

    // Listening

    /**
     * The recordings of a call, in order; none when nobody has answered it.
     *
     * @throws Refused (unknown) for a call that is not there or of another hotline, (forbidden) without the right
     */
    public List<Recording> of(SignedIn who, CallId id) {
        requireListening(who, id);
        return rows.of(id);
    }

    /**
     * One recording that can be listened to.
     *
     * @param part from 1
     * @throws Refused as {@link #of}; also (unknown) when it is missing or deleted, (conflict) when it is not complete yet,
     *     empty or changed, (away) when it cannot be read
     */
    public Recording playable(SignedIn who, CallId id, int part) {
        var recording = of(who, id).stream()
                .filter(one -> one.part() == part)
                .findFirst()
                .orElseThrow(() -> Refused.unknown("call " + id + " has no recording " + part));
        throwUnlessPlayable(recording);
        return recording;
    }

    /**
     * Opens the file and makes sure that it is what it was when it was complete; reads all of it, so not for an event loop.
     *
     * @throws Refused as {@link #playable}
     */
    public Opened open(Recording recording) {
        var content = recording.state().known().orElseThrow();
        try {
            var channel = files.open(recording.file());
            try {
                if (!isVerified(recording, channel)) {
                    var next = recording.after(files.look(recording.file(), channel), clock.instant());
                    note(recording, next);
                    throwUnlessPlayable(recording.in(next));
                    remember(recording);
                }
                return new Opened(channel, content.bytes(), content.checksum());
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            var found = e instanceof NoSuchFileException
                    ? new RecordingFiles.Found.Nothing()
                    : new RecordingFiles.Found.Unusable(files.why(recording.file(), e));
            var next = recording.after(found, clock.instant());
            note(recording, next);
            throwUnlessPlayable(recording.in(next));
            throw new IllegalStateException("recording " + recording.file() + " is " + next);
        }
    }

    /** Writes down that the person listens; to be called before the first byte goes out. */
    public void noteListening(SignedIn who, Recording recording) {
        var listening = new Listening(who.person(), recording.call(), recording.part());
        var now = clock.instant();
        if (!listenings.holds(listening, listening, now)) {
            office.audit(
                    who.person(),
                    recording.hotline(),
                    "telephony.listen-recording",
                    recording.call() + " part " + recording.part());
        }
        // Each piece renews it: a long talk listened to in one go is one listening.
        listenings.put(listening, listening, now);
    }

    /**
     * Recordings that are missing, empty, unreadable or changed, newest call first.
     *
     * @throws Refused (forbidden) without the right to listen to all
     */
    public List<Recording> problems(SignedIn who, HotlineCode hotline, int limit) {
        who.require(hotline, LISTEN);
        return rows.problems(hotline, recordedSince.apply(hotline).isPresent(), Math.clamp(limit, 1, MAX_LIST));
    }

    // Holding

    /**
     * Keeps the call's recordings until then, whatever the profile says.
     *
     * @param why 1 to 200 characters, such as a ticket's number
     * @throws Refused as {@link #of}, without the right to hold, for a time that is past or further than ten years, or
     *     (conflict) when there is nothing left to hold
     */
    public RecordingHold hold(SignedIn who, CallId id, String why, Instant until) {
        var call = requireHolding(who, id);
        var now = clock.instant();
        var reason = why.strip();
        if (reason.isEmpty() || reason.length() > MAX_WHY) {
            throw Refused.invalid("\"why\" says in 1 to " + MAX_WHY + " characters what the recording is held for");
        }
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_HOLD))) {
            throw Refused.invalid("\"until\" must be a time to come, at most " + LONGEST_HOLD.toDays() + " days away");
        }
        var hold = new RecordingHold(UUID.randomUUID(), id, who.person(), now, reason, until, Optional.empty());
        if (!holds.place(hold)) {
            throw Refused.conflict("call " + id + " has no recording that could be held");
        }
        office.audit(who.person(), call.hotline(), "telephony.hold-recording", id + " hold " + hold.id());
        return hold;
    }

    /** @throws Refused as {@link #hold}; (unknown) when there is no such hold, or it is released already */
    public void release(SignedIn who, CallId id, UUID hold) {
        var call = requireHolding(who, id);
        if (!holds.release(id, hold, who.person(), clock.instant())) {
            throw Refused.unknown("call " + id + " has no hold " + hold + " that is still in force");
        }
        office.audit(who.person(), call.hotline(), "telephony.release-recording", id + " hold " + hold);
    }

    /** All holds of the call, also those that are over. */
    public List<RecordingHold> holds(SignedIn who, CallId id) {
        requireListening(who, id);
        return holds.of(id);
    }

    // Looking after them

    /** Reads the newest recordings whole and compares them with their checksums; differences are noted in the rows. */
    public Verified verify(int limit) {
        var wrong = new ArrayList<Recording>();
        var recordings = rows.verifiable(limit);
        for (var recording : recordings) {
            var next = recording.after(files.look(recording.file()), clock.instant());
            note(recording, next);
            if (!(next instanceof RecordingState.Kept || next instanceof RecordingState.Empty)) {
                wrong.add(recording.in(next));
            }
        }
        return new Verified(recordings.size(), wrong);
    }

    /** For the status page: how many wait to be looked at, and how many are not as they should be. */
    Map<String, Object> status() {
        var status = new LinkedHashMap<String, Object>();
        var notRecorded = office.hotlines().stream()
                .map(Hotline::code)
                .filter(hotline -> recordedSince.apply(hotline).isEmpty())
                .toList();
        rows.counts(notRecorded).forEach((state, count) -> status.put(state.toLowerCase(java.util.Locale.ROOT), count));
        return status;
    }

    // Within

    private void requireListening(SignedIn who, CallId id) {
        var call = visible(who, id);
        var own = call.spokeWith(who.person());
        if (!who.may(call.hotline(), LISTEN) && !(own && who.may(call.hotline(), LISTEN_OWN))) {
            throw Refused.forbidden("right " + (own ? LISTEN_OWN : LISTEN) + " at hotline " + call.hotline()
                    + " is needed to listen to a recorded talk");
        }
    }

    /** @throws Refused (unknown) for a call that is not there or of another hotline, (forbidden) without the right to hold */
    public Call requireHolding(SignedIn who, CallId id) {
        var call = visible(who, id);
        who.require(call.hotline(), HOLD);
        return call;
    }

    /** Who may neither see nor hear a call is told the same as when there is none. */
    private Call visible(SignedIn who, CallId id) {
        return calls.apply(id)
                .filter(call -> who.may(call.hotline(), Telephony.SEE_CALLS)
                        || who.may(call.hotline(), LISTEN)
                        || who.may(call.hotline(), HOLD)
                        || call.spokeWith(who.person()))
                .orElseThrow(() -> Refused.unknown("there is no call " + id));
    }

    private static void throwUnlessPlayable(Recording recording) {
        var which = "recording " + recording.part() + " of call " + recording.call();
        switch (recording.state()) {
            case RecordingState.Kept _ -> {}
            case RecordingState.Making _ ->
                throw Refused.conflict(which + " is not complete yet; ask again when the call is over");
            case RecordingState.Empty _ -> throw Refused.conflict(which + " is empty: no speech came over the line");
            case RecordingState.Missing _ -> throw Refused.unknown(which + " is missing: Asterisk left no file");
            case RecordingState.Unreadable(var _, var why, var _) -> throw Refused.away(which + ": " + why);
            case RecordingState.Changed _ ->
                throw Refused.conflict(which + " is not what was recorded: its checksum differs");
            case RecordingState.Deleting _, RecordingState.Deleted _ ->
                throw Refused.unknown(which + " was deleted: its time was over");
        }
    }

    private void note(Recording recording, RecordingState next) {
        if (!next.getClass().equals(recording.state().getClass())) {
            LOG.warn(
                    "recording {} was {} and is {}",
                    recording.file(),
                    recording.state().getClass().getSimpleName(),
                    next.getClass().getSimpleName());
            rows.move(recording, next, clock.instant());
        }
    }

    private boolean isVerified(Recording recording, FileChannel channel) throws IOException {
        var sight = files.sight(recording.file());
        return sight.bytes() == channel.size() && verified.holds(recording.file(), sight, clock.instant());
    }

    private void remember(Recording recording) throws IOException {
        verified.put(recording.file(), files.sight(recording.file()), clock.instant());
    }
}
