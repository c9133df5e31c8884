package org.hotline12345.ops.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hotline12345.ops.kit.Account;
import org.hotline12345.ops.witness.RecordRow.Interval;

/**
 * What the telephones themselves say: each citizen's call, and the seats that spoke with that citizen. Nothing here comes from
 * Asterisk but what a seat was shown: the caller's number, and the name that the citizen gave this very call.
 */
final class PhoneWitness {
    /** Telephones' clocks are one, but each packet is written down when its turn comes. */
    private static final Duration SLACK = Duration.ofMillis(200);

    /** The longest that a word between a telephone and Asterisk was under way, on a machine that is busy. */
    private static final Duration CROSSING = Duration.ofMillis(100);

    /**
     * One citizen's call.
     *
     * @param name what the citizen called it; empty for those who hang up at once
     */
    record Dialled(
            String number,
            String name,
            Instant dialledAt,
            Optional<Instant> letInAt,
            Optional<Instant> endedAt,
            Optional<String> refusal,
            boolean gaveUp) {}

    /** One ring at a seat or outside. */
    record Leg(
            String self,
            String shown,
            String name,
            Instant rangAt,
            Optional<Instant> answeredAt,
            Optional<Instant> endedAt,
            boolean refused,
            boolean cancelled) {
        /**
         * Whether it picked up in the moment in which it was cancelled, or the citizen hung up: their words crossed on the way, and only
         * Asterisk knows which it heard first.
         */
        boolean crosses(Dialled call) {
            return answeredAt
                    .filter(at -> cancelled
                            || call.endedAt()
                                    .filter(end ->
                                            Duration.between(at, end).abs().compareTo(CROSSING) < 0)
                                    .isPresent())
                    .isPresent();
        }

        boolean covers(Instant moment) {
            return answeredAt.isPresent()
                    && !moment.isBefore(answeredAt.get().minus(SLACK))
                    && (endedAt.isEmpty() || !moment.isAfter(endedAt.get().plus(SLACK)));
        }
    }

    private final List<Dialled> dialled;
    private final List<Leg> legs;

    private PhoneWitness(List<Dialled> dialled, List<Leg> legs) {
        this.dialled = dialled;
        this.legs = legs;
    }

    static PhoneWitness read(List<Account> citizens, List<Account> seats) {
        var calls = new ArrayList<Dialled>();
        byLeg(citizens)
                .values()
                .forEach(lines -> calls.add(new Dialled(
                        lines.getFirst().self(),
                        lines.getFirst().other(),
                        lines.getFirst().at(),
                        at(lines, "LET_IN"),
                        first(List.of(at(lines, "HUNG_UP"), at(lines, "HUNG_UP_ON"), at(lines, "GAVE_UP"))),
                        lines.stream()
                                .filter(line -> line.what().equals("REFUSED"))
                                .findFirst()
                                .map(Account::other),
                        at(lines, "GAVE_UP").isPresent())));
        calls.sort(Comparator.comparing(Dialled::dialledAt));
        var legs = new ArrayList<Leg>();
        byLeg(seats)
                .values()
                .forEach(lines -> legs.add(new Leg(
                        lines.getFirst().self(),
                        lines.getFirst().other(),
                        lines.getFirst().name(),
                        lines.getFirst().at(),
                        at(lines, "ANSWERED"),
                        first(List.of(at(lines, "HUNG_UP"), at(lines, "HUNG_UP_ON"), at(lines, "CANCELLED"))),
                        at(lines, "REFUSED").isPresent(),
                        at(lines, "CANCELLED").isPresent())));
        legs.sort(Comparator.comparing(Leg::rangAt));
        return new PhoneWitness(calls, legs);
    }

    List<Dialled> dialled() {
        return dialled;
    }

    List<Leg> legs() {
        return legs;
    }

    /**
     * The legs of each citizen's call. A seat that asks another one shows its own number there and no name, so that leg belongs to
     * whose call the asking seat was in.
     */
    Map<Dialled, List<Leg>> legsOf() {
        var ofCall = new LinkedHashMap<Dialled, List<Leg>>();
        var byName = new HashMap<String, Dialled>();
        dialled.forEach(call -> {
            ofCall.put(call, new ArrayList<>());
            if (!call.name().isEmpty()) {
                byName.put(call.name(), call);
            }
        });
        var callOf = new HashMap<Leg, Dialled>();
        for (var leg : legs) {
            Optional.ofNullable(byName.get(leg.name()))
                    .or(() -> asking(leg, callOf))
                    .ifPresent(call -> {
                        callOf.put(leg, call);
                        ofCall.getOrDefault(call, new ArrayList<>()).add(leg);
                    });
        }
        return ofCall;
    }

    private Optional<Dialled> asking(Leg asked, Map<Leg, Dialled> callOf) {
        return legs.stream()
                .filter(other -> other.self().equals(asked.shown()) && other.covers(asked.rangAt()))
                .filter(callOf::containsKey)
                .max(Comparator.comparing(Leg::rangAt))
                .map(callOf::get);
    }

    /** The seats that answered in it, without those outside. */
    static SortedSet<String> seats(List<Leg> legs) {
        var seats = new TreeSet<String>();
        legs.stream()
                .filter(leg -> leg.answeredAt().isPresent() && leg.self().length() == 4)
                .forEach(leg -> seats.add(leg.self()));
        return seats;
    }

    /** How long the citizen had somebody on the line. */
    static Optional<Long> talkMillis(Dialled call, List<Leg> legs) {
        var end = call.endedAt().orElse(Instant.MAX);
        var parts = new ArrayList<Interval>();
        for (var leg : legs) {
            if (leg.answeredAt().isPresent() && leg.answeredAt().get().isBefore(end)) {
                var until = leg.endedAt().filter(at -> at.isBefore(end)).orElse(end);
                parts.add(new Interval(leg.answeredAt().get(), until));
            }
        }
        return parts.isEmpty() || parts.stream().anyMatch(part -> part.until().equals(Instant.MAX))
                ? Optional.empty()
                : Optional.of(Interval.total(Interval.union(parts)));
    }

    private static Map<String, List<Account>> byLeg(List<Account> accounts) {
        var byLeg = new LinkedHashMap<String, List<Account>>();
        accounts.forEach(line ->
                byLeg.computeIfAbsent(line.sipCall(), _ -> new ArrayList<>()).add(line));
        return byLeg;
    }

    private static Optional<Instant> at(List<Account> lines, String what) {
        return lines.stream()
                .filter(line -> line.what().equals(what))
                .findFirst()
                .map(Account::at);
    }

    private static Optional<Instant> first(List<Optional<Instant>> moments) {
        return moments.stream().flatMap(Optional::stream).min(Comparator.naturalOrder());
    }
}
