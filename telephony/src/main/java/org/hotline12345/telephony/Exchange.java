package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
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
    /** Our threads are given so long to end by themselves. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(250);

    /**
     * What all exchanges share.
     *
     * @param hotlineOfLine of the hotline that an exchange says, if it does, and the dialled number
     */
    record Shared(
            PgCalls rows,
            PgCallRows calls,
            PgGaps gaps,
            AgentDesks desks,
            Dialler dialler,
            List<CallListener> listeners,
            BiFunction<Optional<HotlineCode>, String, Hotline> hotlineOfLine,
            Consumer<AmiState> linkChanged,
            Clock clock) {}

    /**
     * @param inbox so many events wait for the database at most
     * @param batch so many are written in one transaction at most
     */
    record Limits(int inbox, int batch) {}

    private final String name;
    private final int inboxLimit;
    private final AmiLink link;
    private final Dialler dialler;
    private final OpenCalls calls;
    private final CallDesk desk;
    private final @Nullable RecordDesk record;
    private final Thread deskThread;
    private final @Nullable Thread recordThread;

    /**
     * @param fence under which all is written
     * @param files where its record lies, when we may read it
     * @param holds whether the link may be open still
     * @param onUp each time when the link stands
     * @param onRefused told when another process hears this Asterisk by now
     */
    static Exchange open(
            TelephonyConfig.Node node,
            Limits limits,
            Shared shared,
            Fence fence,
            Optional<RecordFiles> files,
            BooleanSupplier holds,
            Consumer<AmiLink> onUp,
            Consumer<Fence> onRefused) {
        return new Exchange(node, limits, shared, fence, files, holds, onUp, onRefused);
    }

    private Exchange(
            TelephonyConfig.Node node,
            Limits limits,
            Shared shared,
            Fence fence,
            Optional<RecordFiles> files,
            BooleanSupplier holds,
            Consumer<AmiLink> onUp,
            Consumer<Fence> onRefused) {
        name = node.name();
        inboxLimit = limits.inbox();
        dialler = shared.dialler();
        Function<String, Hotline> hotlineOfLine = line -> shared.hotlineOfLine().apply(node.hotline(), line);
        calls = new OpenCalls(shared.rows(), fence, shared.calls().open(name), shared.listeners(), onRefused);
        record = files.map(found -> new RecordDesk(
                        fence,
                        found,
                        new CelInterpreter(node.trunkContext()),
                        new Switchboard(
                                hotlineOfLine, (seat, at) -> shared.calls().sitter(seat, at)),
                        calls,
                        shared.calls(),
                        shared.gaps(),
                        this::connected,
                        shared.clock(),
                        POLL))
                .orElse(null);
        // Reading the rows may have taken its time.
        if (!holds.getAsBoolean()) {
            files.ifPresent(RecordFiles::close);
            throw new LeaseLost(fence);
        }
        link = AmiLink.open(node.ami(), shared.clock(), limits.inbox(), shared.linkChanged());
        desk = new CallDesk(
                name,
                link,
                new AmiInterpreter(node.trunkContext()),
                new Switchboard(hotlineOfLine, (seat, _) -> shared.desks().seats.sitterAt(seat)),
                calls,
                new Watcher(shared, fence, onUp),
                shared.clock(),
                limits.batch());
        deskThread = Thread.ofPlatform().name("hotline-calls-" + name).start(desk);
        recordThread = record == null
                ? null
                : Thread.ofVirtual().name("hotline-record-" + name).start(record);
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

    ExchangeView view(Instant now) {
        return new ExchangeView(
                name,
                linkState(link.state()),
                knownUntil(now),
                link.waiting(),
                inboxLimit,
                desk.skew(),
                Optional.ofNullable(record).map(RecordDesk::view));
    }

    /** Closes the link at once; what is under way still is given up, or ends by itself. */
    void hangUp() {
        calls.close();
        desk.close();
        link.close();
        dialler.linkLost(link);
        if (record != null) {
            record.close();
        }
    }

    @Override
    public void close() {
        desk.close();
        if (record != null) {
            record.close();
        }
        link.close();
        dialler.linkLost(link);
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

    /** Empty while the link is being made. */
    static Optional<LinkState> linkState(AmiState state) {
        return switch (state) {
            case AmiState.Connecting _ -> Optional.empty();
            case AmiState.Connected _ -> Optional.of(LinkState.CONNECTED);
            case AmiState.Away away ->
                Optional.of(
                        switch (away.reason()) {
                            case UNREACHABLE -> LinkState.UNREACHABLE;
                            case UNTRUSTED -> LinkState.UNTRUSTED;
                            case REFUSED -> LinkState.REFUSED;
                            case LOST -> LinkState.LOST;
                        });
            case AmiState.Closed _ -> Optional.of(LinkState.CLOSED);
        };
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
        private final Fence fence;
        private final String node;
        private final Consumer<AmiLink> onUp;

        Watcher(Shared shared, Fence fence, Consumer<AmiLink> onUp) {
            this.shared = shared;
            this.fence = fence;
            this.node = fence.node();
            this.onUp = onUp;
        }

        @Override
        public void up(Optional<Instant> lastHeard, Instant now) {
            onUp.accept(link);
            var from = lastHeard.or(() -> shared.calls().position(node).map(PgCalls.Position::readAt));
            from.ifPresent(begun -> {
                LOG.info("Asterisk {} was not heard from {} until {}", node, begun, now);
                try {
                    shared.gaps().note(fence, begun, now);
                } catch (RuntimeException e) {
                    LOG.warn("the gap until {} is not noted: {}", now, e.getMessage());
                }
            });
        }

        @Override
        public void heard(AmiMessage message) {
            shared.dialler().heard(message);
            shared.desks().channels.heard(node, message);
        }

        @Override
        public void down() {
            shared.dialler().linkLost(link);
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
