package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hotline12345.office.Hotline;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiMessage;
import org.hotline12345.telephony.ami.AmiState;
import org.hotline12345.telephony.cel.RecordFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Asterisk as we hear it: its manager stream, its record, and the calls that both tell of. */
final class Exchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(250);

    /** What all exchanges of a hotline share. */
    record Shared(
            PgCalls rows,
            PgCallRows calls,
            PgGaps gaps,
            AgentDesks desks,
            Dialler dialler,
            List<CallListener> listeners,
            Function<String, Hotline> hotlineOfLine,
            Consumer<AmiState> linkChanged,
            Clock clock) {}

    private final AmiLink link;
    private final OpenCalls calls;
    private final CallDesk desk;
    private final @Nullable RecordDesk record;
    private final Thread deskThread;
    private final @Nullable Thread recordThread;

    /**
     * @param files where its record lies, when we may read it
     * @param onUp each time when the link stands
     */
    static Exchange open(TelephonyConfig config, Shared shared, Optional<RecordFiles> files, Consumer<AmiLink> onUp) {
        return new Exchange(config, shared, files, onUp);
    }

    private Exchange(TelephonyConfig config, Shared shared, Optional<RecordFiles> files, Consumer<AmiLink> onUp) {
        var node = config.node();
        link = AmiLink.open(config.ami(), shared.clock(), config.inboxLimit(), shared.linkChanged());
        calls = new OpenCalls(shared.rows(), shared.calls().open(node), shared.listeners());
        record = files.map(found -> new RecordDesk(
                        node,
                        found,
                        new CelInterpreter(config.trunkContext()),
                        new Switchboard(
                                shared.hotlineOfLine(),
                                (seat, at) -> shared.calls().sitter(seat, at)),
                        calls,
                        shared.calls(),
                        shared.gaps(),
                        this::connected,
                        shared.clock(),
                        POLL))
                .orElse(null);
        desk = new CallDesk(
                node,
                link,
                new AmiInterpreter(config.trunkContext()),
                new Switchboard(
                        shared.hotlineOfLine(),
                        (seat, _) -> shared.desks().seats.sitterAt(seat)),
                calls,
                new Watcher(shared, node, onUp),
                shared.clock(),
                config.batchLimit());
        deskThread = Thread.ofPlatform().name("hotline-calls-" + node).start(desk);
        recordThread = record == null
                ? null
                : Thread.ofVirtual().name("hotline-record-" + node).start(record);
    }

    AmiLink link() {
        return link;
    }

    boolean connected() {
        return link.state() instanceof AmiState.Connected;
    }

    Optional<Call> call(CallId id) {
        return calls.call(id);
    }

    List<Call> openCalls() {
        return calls.all();
    }

    /** Everything that happened here up to then is known; empty when that cannot be said. */
    Optional<Instant> knownUntil(Instant now) {
        var following = record;
        if (following == null) {
            return connected() ? Optional.of(unlessBehind(now)) : desk.lastHeard();
        }
        return Optional.of(unlessBehind(following.knownUntil()));
    }

    /** While events wait for the database, what is in them is not known yet. */
    private Instant unlessBehind(Instant until) {
        return link.waiting() == 0
                ? until
                : desk.lastHeard().filter(until::isAfter).orElse(until);
    }

    Map<String, Object> status() {
        var status = new LinkedHashMap<String, Object>();
        status.put("asterisk", words(link.state()));
        status.put("eventsWaiting", link.waiting());
        status.put("lastEventAt", desk.lastHeard().map(Object::toString).orElse("never"));
        status.put("clockAheadOfAsteriskMillis", desk.skew().toMillis());
        status.put("openCalls", calls.all().size());
        status.put("record", record == null ? "not read" : record.status());
        return status;
    }

    @Override
    public void close() {
        desk.close();
        if (record != null) {
            record.close();
        }
        link.close();
        calls.close();
        if (recordThread != null) {
            recordThread.interrupt();
        }
        try {
            deskThread.join(CLOSE_LIMIT);
            if (recordThread != null) {
                recordThread.join(CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String words(AmiState state) {
        return switch (state) {
            case AmiState.Connecting _ -> "connecting";
            case AmiState.Connected connected -> "connected since " + connected.since();
            case AmiState.Away away -> "away since " + away.since() + ": " + away.why();
            case AmiState.Closed _ -> "closed";
        };
    }

    private final class Watcher implements CallDesk.Watcher {
        private final Shared shared;
        private final String node;
        private final Consumer<AmiLink> onUp;

        Watcher(Shared shared, String node, Consumer<AmiLink> onUp) {
            this.shared = shared;
            this.node = node;
            this.onUp = onUp;
        }

        @Override
        public void up(Optional<Instant> lastHeard, Instant now) {
            onUp.accept(link);
            var from = lastHeard.or(() -> shared.calls().position(node).map(PgCalls.Position::readAt));
            from.ifPresent(begun -> {
                LOG.info("Asterisk {} was not heard from {} until {}", node, begun, now);
                try {
                    shared.gaps().note(node, begun, now);
                } catch (RuntimeException e) {
                    LOG.warn("the gap until {} is not noted: {}", now, e.getMessage());
                }
            });
        }

        @Override
        public void heard(AmiMessage message) {
            shared.dialler().heard(message);
            shared.desks().channels.heard(message);
        }

        @Override
        public void down() {
            shared.dialler().linkLost();
        }

        @Override
        public boolean rolled(RecordDesk.Roll roll) {
            if (record == null) {
                return false;
            }
            record.linkStands(roll);
            return true;
        }
    }
}
