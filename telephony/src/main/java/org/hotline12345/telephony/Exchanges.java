package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.cel.RecordFiles;
import org.jspecify.annotations.Nullable;

/**
 * All Asterisks of the configuration. This process hears those whose leases it has; of the others it knows what the rows say, and
 * who does.
 */
final class Exchanges implements AutoCloseable {
    /** What an exchange needs of its surroundings. */
    record Parts(
            Exchange.Shared shared,
            PgLeases leases,
            String holder,
            Function<RecordConfig, Optional<RecordFiles>> files,
            OnUp onUp) {}

    /** The link to an Asterisk stands. */
    @FunctionalInterface
    interface OnUp {
        void on(String node, AmiLink link);
    }

    /** One Asterisk, heard by us or not. */
    private static final class Place implements Ownership.Hearing {
        private final TelephonyConfig.Node node;
        private final Exchange.Limits limits;
        private final Parts parts;
        private final Ownership ownership;
        private volatile @Nullable Exchange exchange;
        private volatile @Nullable Fence fence;

        Place(TelephonyConfig.Node node, Exchange.Limits limits, Duration lease, Parts parts) {
            this.node = node;
            this.limits = limits;
            this.parts = parts;
            this.ownership = new Ownership(node.name(), parts.holder(), parts.leases(), lease, System::nanoTime, this);
        }

        @Override
        public void begin(Fence now) {
            Consumer<AmiLink> onUp = link -> parts.onUp().on(node.name(), link);
            parts.shared().desks().adopt(node.name());
            fence = now;
            exchange = Exchange.open(
                    node,
                    limits,
                    parts.shared(),
                    now,
                    parts.files().apply(node.record()),
                    ownership::holds,
                    onUp,
                    ownership::refused);
        }

        @Override
        public void end() {
            end(Exchange::hangUp);
        }

        @Override
        public void stop() {
            end(Exchange::close);
        }

        private void end(Consumer<Exchange> how) {
            var ending = exchange;
            exchange = null;
            fence = null;
            if (ending != null) {
                how.accept(ending);
            }
            parts.shared().desks().drop(node.name());
        }

        Optional<Exchange> heard() {
            return ownership.holds() ? Optional.ofNullable(exchange) : Optional.empty();
        }

        boolean connected() {
            return heard().filter(Exchange::connected).isPresent();
        }

        NodeState state() {
            var ours = ownership.ours();
            var held = ours.or(ownership::theirs);
            return new NodeState(
                    node.name(),
                    ours.isPresent(),
                    held.map(PgLeases.Held::holder),
                    held.map(PgLeases.Held::since),
                    connected());
        }

        Refused notOurs() {
            return ownership
                    .theirs()
                    .map(held -> Refused.away("Asterisk " + node.name() + " is heard by another backend process, "
                            + held.holder() + ", since " + held.since() + ": do it there"))
                    .orElseGet(() -> Refused.away("no backend process hears Asterisk " + node.name()
                            + " at this moment; try again in a few seconds"));
        }
    }

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final PgCallRows rows;
    private final SeatPlan plan;

    private Exchanges(TelephonyConfig config, SeatPlan plan, Parts parts) {
        this.plan = plan;
        this.rows = parts.shared().calls();
        var limits = new Exchange.Limits(config.inboxLimit(), config.batchLimit());
        config.nodes().forEach(node -> places.put(node.name(), new Place(node, limits, config.lease(), parts)));
    }

    /** Nothing is heard before {@link #start()}. */
    static Exchanges open(TelephonyConfig config, SeatPlan plan, Parts parts) {
        return new Exchanges(config, plan, parts);
    }

    /** Hears at once what nobody else hears, and goes on trying the others. */
    void start() {
        places.values().forEach(place -> place.ownership.start());
    }

    /** Ends in order: what was heard is written, then the leases are given back. */
    @Override
    public void close() {
        places.values().forEach(place -> place.ownership.close());
    }

    // Seats

    /** @throws Refused when the seat is at none, or another process hears it */
    AmiLink link(Seat seat) {
        var place = place(seat);
        return place.heard().orElseThrow(place::notOurs).link();
    }

    /** @throws Refused when the seat is at none, or another process hears it */
    Fence fence(Seat seat) {
        var place = place(seat);
        var fence = place.fence;
        if (fence == null || !place.ownership.holds()) {
            throw place.notOurs();
        }
        return fence;
    }

    boolean isOurs(Seat seat) {
        return plan.nodeOf(seat)
                .map(places::get)
                .filter(place -> place.ownership.holds())
                .isPresent();
    }

    boolean areAllOurs() {
        return places.values().stream().allMatch(place -> place.ownership.holds());
    }

    private Place place(Seat seat) {
        return plan.nodeOf(seat)
                .map(places::get)
                .orElseThrow(() -> Refused.unknown("seat " + seat
                        + " is at no Asterisk: telephony.nodes in the configuration says which seats each has"));
    }

    // Links

    /**
     * A link on which calls can go out.
     *
     * @throws Refused (away) when there is none
     */
    AmiLink outward() {
        return places.values().stream()
                .filter(Place::connected)
                .flatMap(place -> place.heard().stream())
                .findFirst()
                .map(Exchange::link)
                .orElseThrow(() -> places.values().stream()
                        .filter(place -> place.heard().isEmpty())
                        .findFirst()
                        .map(Place::notOurs)
                        .orElseGet(() -> Refused.away("the telephone exchange is away")));
    }

    /** Whether this process hears the first Asterisk, and so does what one process alone may do. */
    boolean leads() {
        return places.values().iterator().next().ownership.holds();
    }

    boolean connected() {
        return places.values().stream().anyMatch(Place::connected);
    }

    /** Whether the call's Asterisk is this process's, be its link up or not. */
    boolean hears(CallId call) {
        return Optional.ofNullable(places.get(call.node()))
                .flatMap(Place::heard)
                .isPresent();
    }

    /** Whether this process hears the call's Asterisk at this moment. */
    boolean connected(CallId call) {
        return Optional.ofNullable(places.get(call.node()))
                .filter(Place::connected)
                .isPresent();
    }

    /** Whether events of the call's Asterisk wait to be written. */
    boolean isBehind(CallId call) {
        return Optional.ofNullable(places.get(call.node()))
                .flatMap(Place::heard)
                .filter(exchange -> exchange.link().waiting() > 0)
                .isPresent();
    }

    /** Those that this process hears, as it hears them. */
    List<ExchangeView> views(Instant now) {
        return places.values().stream()
                .flatMap(place -> place.heard().stream())
                .map(exchange -> exchange.view(now))
                .toList();
    }

    List<NodeState> states() {
        return places.values().stream().map(Place::state).toList();
    }

    // Calls

    Optional<Call> call(CallId id) {
        return Optional.ofNullable(places.get(id.node())).flatMap(Place::heard).flatMap(exchange -> exchange.call(id));
    }

    /** The calls in progress that this process hears. */
    List<Call> callsHere() {
        return places.values().stream()
                .flatMap(place -> place.heard().stream())
                .flatMap(exchange -> exchange.openCalls().stream())
                .toList();
    }

    /** All calls in progress: as they are heard here, else as the rows have them. */
    List<Call> openCalls() {
        var all = new ArrayList<>(callsHere());
        places.values().stream()
                .filter(place -> place.heard().isEmpty())
                .flatMap(place -> rows.open(place.node.name()).stream())
                .forEach(counted -> all.add(counted.call()));
        return all;
    }

    /** Everything that happened up to then is known, at all of them; empty when that cannot be said. */
    Optional<Instant> knownUntil(Instant now) {
        Optional<Instant> least = Optional.empty();
        for (var place : places.values()) {
            var until = place.heard()
                    .map(exchange -> exchange.knownUntil(now))
                    .orElseGet(() -> rows.position(place.node.name()).map(PgCalls.Position::readAt));
            if (until.isEmpty()) {
                return until;
            }
            least = least.filter(before -> before.isBefore(until.get())).or(() -> until);
        }
        return least;
    }

    /** For the status page: one Asterisk that is alone as it is, several by their names. */
    Map<String, Object> status() {
        var byName = new LinkedHashMap<String, Object>();
        places.forEach((name, place) -> byName.put(name, status(place)));
        if (places.size() > 1) {
            return Map.of("nodes", byName);
        }
        return status(places.values().iterator().next());
    }

    private static Map<String, Object> status(Place place) {
        var status = new LinkedHashMap<String, Object>();
        var state = place.state();
        status.put("heardBy", state.holder().orElse("nobody"));
        status.put("heardHere", state.ours());
        status.put("heardSince", state.since().map(Object::toString).orElse("never"));
        place.heard()
                .ifPresentOrElse(
                        exchange -> status.putAll(exchange.status()),
                        () -> status.put("asterisk", "not heard by this process"));
        return status;
    }
}
