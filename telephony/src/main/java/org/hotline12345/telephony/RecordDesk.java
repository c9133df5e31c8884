package org.hotline12345.telephony;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.hotline12345.telephony.cel.Batch;
import org.hotline12345.telephony.cel.CelEntry;
import org.hotline12345.telephony.cel.CelReader;
import org.hotline12345.telephony.cel.CelRow;
import org.hotline12345.telephony.cel.FileIdentity;
import org.hotline12345.telephony.cel.Position;
import org.hotline12345.telephony.cel.RecordFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one Asterisk's own record. Every call that has ended is settled by it: found as the rows have it, or put right. While the
 * manager stream is away, and until calls of that time are over, it also tells what happens as it happens. The position in the record
 * is stored with what came of the rows before it, so a restart of either side loses nothing.
 */
final class RecordDesk implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordDesk.class);
    private static final int MAX_ROWS = 5_000;
    /** A record that cannot be reached is tried again after this time. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /** The position is stored this often even when nothing was settled: it says up to when all is known. */
    private static final Duration STORE_EVERY = Duration.ofSeconds(2);
    /** What is stored need not be kept there; nothing hangs on saying so soon. */
    private static final Duration SAY_EVERY = Duration.ofMinutes(1);

    /**
     * The link stands anew.
     *
     * @param live what Asterisk still has
     * @param askedAt by Asterisk's clock: what is not live and was last seen before is over
     * @param downAt when the link was lost, by Asterisk's clock
     */
    record Roll(Set<CallId> live, Instant askedAt, Optional<Instant> downAt) {}

    private final Fence fence;
    /** A call that is over, and what its record says of it. */
    private record Ended(RecordedCall story, List<CallEvent> events) {}

    private final String node;
    private final RecordFiles files;
    private final CelReader reader;
    private final CelInterpreter interpreter;
    private final Switchboard switchboard;
    private final OpenCalls calls;
    private final PgCallRows rows;
    private final PgGaps gaps;
    private final BooleanSupplier linkUp;
    private final Clock clock;
    private final Duration poll;

    /** What is not over yet, by linkedid, in the order in which it began. */
    private final Map<String, RecordedCall> book = new LinkedHashMap<>();

    private final AtomicReference<@Nullable Roll> roll = new AtomicReference<>();
    /** Up to where rows are in the book. */
    private Optional<Position> position;

    /** Where a restart would begin. */
    private Optional<Position> stored;

    private Instant storedAt = Instant.EPOCH;
    private Instant saidAt = Instant.EPOCH;
    private volatile Instant knownUntil;
    private volatile boolean closed;
    private volatile String failure = "";
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong corrected = new AtomicLong();

    /** @param fence under which is written what the record of its node tells */
    RecordDesk(
            Fence fence,
            RecordFiles files,
            CelInterpreter interpreter,
            Switchboard switchboard,
            OpenCalls calls,
            PgCallRows rows,
            PgGaps gaps,
            BooleanSupplier linkUp,
            Clock clock,
            Duration poll) {
        this.fence = fence;
        this.node = fence.node();
        this.files = files;
        this.reader = new CelReader(files);
        this.interpreter = interpreter;
        this.switchboard = switchboard;
        this.calls = calls;
        this.rows = rows;
        this.gaps = gaps;
        this.linkUp = linkUp;
        this.clock = clock;
        this.poll = poll;
        var kept = rows.position(node);
        this.stored = kept.map(at -> new Position(new FileIdentity(at.file()), at.offset()));
        this.position = stored;
        this.knownUntil = kept.map(PgCalls.Position::readAt).orElse(Instant.EPOCH);
    }

    /** Everything that happened up to then is known, by our clock. */
    Instant knownUntil() {
        return linkUp.getAsBoolean() && roll.get() == null && failure.isEmpty() ? clock.instant() : knownUntil;
    }

    /** For the status page. */
    Map<String, Object> status() {
        return Map.of(
                "knownUntil", knownUntil().toString(),
                "settled", settled.get(),
                "corrected", corrected.get(),
                "failure", failure);
    }

    ExchangeView.RecordView view() {
        return new ExchangeView.RecordView(settled.get(), corrected.get(), failure.isEmpty());
    }

    void linkStands(Roll anew) {
        roll.set(anew);
    }

    void close() {
        closed = true;
        files.close();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                var pause = poll;
                try {
                    if (!readOn()) {
                        pause = Duration.ZERO;
                    }
                    recovered();
                    sayHowFar();
                } catch (LeaseLost e) {
                    LOG.info("the record of {} is left to the process that follows it now", node);
                    return;
                } catch (IOException | RuntimeException e) {
                    pause = AFTER_FAILURE;
                    failed(e);
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Exception e) {
        var why = String.valueOf(e.getMessage());
        if (failure.isEmpty()) {
            LOG.warn("Asterisk's record of {} cannot be read, so gaps stay open: {}", node, why, e);
        }
        failure = why;
    }

    private void sayHowFar() {
        var now = clock.instant();
        if (stored.isEmpty() || now.isBefore(saidAt.plus(SAY_EVERY))) {
            return;
        }
        saidAt = now;
        try {
            files.readTo(stored.get());
        } catch (IOException e) {
            LOG.warn("old files of the record of {} stay: {}", node, e.getMessage());
        }
    }

    private void recovered() {
        if (!failure.isEmpty()) {
            LOG.info("Asterisk's record of {} is read again", node);
            failure = "";
        }
    }

    /** @return whether the end of the record is reached for now */
    private boolean readOn() throws IOException, InterruptedException {
        // In this order: the gap before the roll ended before the reading begins, so it is known when the reading is
        // over.
        var anew = roll.get();
        var begun = clock.instant();
        var batch = reader.read(position, MAX_ROWS);
        try {
            work(begun, anew, batch);
        } catch (RuntimeException | InterruptedException e) {
            // Nothing of it is committed: everything since the stored position is read again.
            book.clear();
            position = stored;
            throw e;
        }
        return batch.atEnd() || batch.entries().isEmpty();
    }

    private void work(Instant begun, @Nullable Roll anew, Batch batch) throws InterruptedException {
        var touched = take(batch);
        var over = new LinkedHashMap<CallId, RecordedCall>();
        book.forEach((linkedId, story) -> {
            if (story.over()) {
                CallId.of(node, linkedId).filter(_ -> story.isCall()).ifPresent(id -> over.put(id, story));
            }
        });
        var dead = anew != null && batch.atEnd() ? dead(anew) : Map.<CallId, RecordedCall>of();
        var following = !linkUp.getAsBoolean() || anew != null;
        var ended = ended(over, dead);
        var stores = new AtomicReference<@Nullable Position>();
        calls.change(changes -> {
            // Asked while nobody else writes: a call that the stream ends meanwhile would be told a second time.
            var kept = rows.find(ended.keySet());
            ended.forEach((id, one) -> settle(changes, id, one, kept.get(id)));
            touched.forEach((id, story) -> {
                if (!ended.containsKey(id) && (following || story.followed())) {
                    story.follow();
                    story.events(id, switchboard).forEach(changes::add);
                }
            });
            if (anew != null && batch.atEnd()) {
                endUnrecorded(changes, anew);
            }
            if (!ended.isEmpty() || begun.isAfter(storedAt.plus(STORE_EVERY))) {
                next(batch).ifPresent(at -> {
                    storedAt = begun;
                    stores.set(at);
                    changes.move(new PgCalls.Position(
                            node, at.file().value(), at.offset(), batch.atEnd() ? begun : knownUntil));
                });
            }
        });
        // Only now that it is committed.
        stored = Optional.ofNullable(stores.get()).or(() -> stored);
        settled.addAndGet(ended.size());
        book.values().removeIf(RecordedCall::over);
        batch.entries().stream().reduce((_, last) -> last).ifPresent(last -> position = Optional.of(last.after()));
        if (batch.atEnd()) {
            knownUntil = begun;
            if (anew != null && roll.compareAndSet(anew, null)) {
                book.values().forEach(RecordedCall::follow);
                gaps.fill(fence, begun);
            }
        }
    }

    /** Told before the calls are locked, for who sat at a seat is asked of the database. */
    private Map<CallId, Ended> ended(Map<CallId, RecordedCall> over, Map<CallId, RecordedCall> dead) {
        var ended = new LinkedHashMap<CallId, Ended>();
        over.forEach((id, story) -> ended.put(id, new Ended(story, story.events(id, switchboard))));
        dead.forEach((id, story) -> ended.put(id, new Ended(story, story.events(id, switchboard))));
        return ended;
    }

    /** Takes the rows into the book; tells which calls have more now. */
    private Map<CallId, RecordedCall> take(Batch batch) {
        var touched = new HashMap<CallId, RecordedCall>();
        var before = position;
        for (var entry : batch.entries()) {
            switch (entry.what()) {
                case CelRow row -> {
                    var begins = before.orElse(new Position(entry.after().file(), 0));
                    var story = book.computeIfAbsent(row.linkedId(), _ -> new RecordedCall(begins, row.at()));
                    story.seen(row.at());
                    interpreter.fact(row).ifPresent(story::add);
                    if (CelInterpreter.isLast(row)) {
                        story.end();
                    }
                    if (story.isCall()) {
                        CallId.of(node, row.linkedId()).ifPresent(id -> touched.put(id, story));
                    }
                }
                case CelEntry.Damaged damaged ->
                    LOG.warn("{} bytes of the record of {} are no row: {}", damaged.bytes(), node, damaged.why());
                case CelEntry.Lost lost ->
                    LOG.error(
                            "the record of {} does not go on where it was read last ({}): calls may be missing",
                            node,
                            lost.why());
            }
            before = Optional.of(entry.after());
        }
        return touched;
    }

    /** What Asterisk has no more and its record does not end: it died with them. */
    private Map<CallId, RecordedCall> dead(Roll anew) {
        var dead = new LinkedHashMap<CallId, RecordedCall>();
        book.forEach((linkedId, story) -> {
            var id = CallId.of(node, linkedId);
            var lives = id.filter(anew.live()::contains).isPresent();
            if (!story.over() && !lives && story.lastAt().isBefore(anew.askedAt())) {
                story.end();
                story.diedBy(anew.downAt());
                id.filter(_ -> story.isCall()).ifPresent(call -> dead.put(call, story));
            }
        });
        return dead;
    }

    /** Open calls that neither Asterisk nor its record has: nobody can tell their end. */
    private void endUnrecorded(OpenCalls.Batch changes, Roll anew) {
        for (var id : changes.openIds()) {
            var inBook = book.containsKey(id.value());
            var begun = changes.now(id).orElseThrow().call().arrivedAt();
            if (!inBook && !anew.live().contains(id) && begun.isBefore(anew.askedAt())) {
                LOG.warn("call {} is neither in Asterisk nor in its record any more", id);
                changes.add(new CallEvent.Interrupted(id, anew.downAt().orElse(anew.askedAt())));
            }
        }
    }

    private void settle(OpenCalls.Batch changes, CallId id, Ended one, PgCallRows.@Nullable Kept kept) {
        if (kept != null && kept.settled()) {
            return;
        }
        var events = one.events();
        var told = RecordedCall.fold(events);
        if (told.isEmpty()) {
            return;
        }
        var isEnded = !told.get().open();
        if (!isEnded) {
            events.add(new CallEvent.Interrupted(id, one.story().endOfAll()));
        }
        var whole = RecordedCall.fold(events).orElseThrow();
        if (changes.now(id).isPresent() || kept == null) {
            events.forEach(changes::add);
        }
        var now = changes.now(id).orElseGet(() -> {
            if (kept == null) {
                throw new IllegalStateException("call " + id + " is nowhere");
            }
            return new PgCalls.Counted(kept.call(), kept.events());
        });
        var completed = RecordedCall.completed(whole, now.call());
        if (RecordedCall.differ(completed, now.call())) {
            corrected.incrementAndGet();
            LOG.info("call {} is put right by Asterisk's record", id);
            changes.settle(new PgCalls.Counted(completed, now.events()));
        } else {
            changes.confirm(id);
        }
    }

    /** Where to begin after a restart: with the oldest call that is not over, or else after all that was read. */
    private Optional<Position> next(Batch batch) {
        for (var story : book.values()) {
            if (!story.over()) {
                return Optional.of(story.begins);
            }
        }
        return batch.entries().isEmpty()
                ? position
                : Optional.of(batch.entries().getLast().after());
    }
}
