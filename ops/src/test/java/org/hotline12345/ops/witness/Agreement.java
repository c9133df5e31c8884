package org.hotline12345.ops.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.ops.witness.CallsRun.Seen;
import org.hotline12345.ops.witness.PhoneWitness.Dialled;
import org.hotline12345.ops.witness.PhoneWitness.Leg;
import org.hotline12345.ops.witness.Strikes.Kind;
import org.hotline12345.ops.witness.Strikes.Struck;

/**
 * Compares the call table with the witnesses, call by call. A difference has a name and a sentence; what a witness cannot know,
 * because of how it is made, is counted as a deviation with its reason.
 */
final class Agreement {
    /** The manager stream and the record stamp the same moment apart from each other; from 40 ms on the record puts it right. */
    static final Duration RECORD_TOLERANCE = Duration.ofMillis(50);
    /** A telephone sees a moment when its packet comes; both share two cores with everything else. */
    static final Duration PHONE_TOLERANCE = Duration.ofSeconds(1);
    /** queue_log has whole seconds, cut off at both ends, so it is less than one off; and its moments are not quite the record's. */
    static final Duration QUEUE_LOG_TOLERANCE = Duration.ofMillis(1_050);
    /** When nobody saw Asterisk die, its end is known to its last row. */
    static final Duration DEATH_TOLERANCE = Duration.ofSeconds(1);

    private static final Duration NO_DELAY = Duration.ofMillis(100);

    private final Seen seen;
    private final Findings findings = new Findings();

    private Agreement(Seen seen) {
        this.seen = seen;
    }

    static Findings of(Seen seen) {
        var agreement = new Agreement(seen);
        agreement.withRecord();
        agreement.withPhones();
        agreement.withQueueLog();
        return agreement.findings;
    }

    private void withRecord() {
        seen.record().forEach((id, told) -> {
            var row = seen.rows().get(id);
            if (row == null) {
                findings.differ("lost", id, "the record has it, " + told.outcome());
                return;
            }
            findings.same("outcome-differs", id, "record", told.outcome(), row.outcome());
            findings.same("cut-off-differs", id, "record", told.cutOff(), row.cutOff());
            findings.same("transfers-differ", id, "record", told.transfers(), row.transfers());
            findings.same("seats-differ", id, "record", told.seats(), row.seats());
            if (!told.asked().isEmpty()) {
                findings.deviate(
                        id, "a colleague was asked and did not get the call: picked up, yet spoke with no citizen");
            }
            var tolerance = told.cutOff() ? DEATH_TOLERANCE : RECORD_TOLERANCE;
            var witness = told.cutOff() ? "record, of a call cut off," : "record";
            findings.near("wait-differs", id, witness, told.waitMillis(), row.waitMillis(), tolerance);
            findings.near("talk-differs", id, witness, told.talkMillis(), row.talkMillis(), tolerance);
            findings.near("ends-differ", id, witness, millis(told.endedAt()), millis(row.endedAt()), tolerance);
        });
        seen.rows().forEach((id, row) -> {
            if (!seen.record().containsKey(id)) {
                findings.differ("doubled", id, "no such call in the record");
            }
        });
    }

    private void withPhones() {
        var matched = new HashSet<String>();
        var ofCall = seen.phones().legsOf();
        withoutCitizen(ofCall);
        ofCall.forEach((call, legs) -> {
            var arrivedBy =
                    call.letInAt().or(call::endedAt).orElse(call.dialledAt()).plus(PHONE_TOLERANCE);
            var found = seen.rows().values().stream()
                    .filter(row -> row.number().equals(call.number()) && !matched.contains(row.id()))
                    .filter(row -> !row.arrivedAt().isBefore(call.dialledAt().minus(PHONE_TOLERANCE)))
                    .filter(row -> !row.arrivedAt().isAfter(arrivedBy))
                    .min(Comparator.comparing(CountedCall::arrivedAt));
            if (found.isEmpty()) {
                notCounted(call);
                return;
            }
            var row = found.get();
            matched.add(row.id());
            call.refusal().ifPresent(code -> findings.differ("refused", row.id(), "the citizen was told " + code));
            // A telephone cannot know whether it was asked or given the call.
            var asked = Optional.ofNullable(seen.record().get(row.id()))
                    .map(CountedCall::asked)
                    .orElseGet(TreeSet::new);
            if (row.cutOff()) {
                findings.deviate(
                        row.id(),
                        "Asterisk died in the call: the telephones heard nothing of it and ended by themselves");
                var before = row.endedAt().map(at -> at.minus(PHONE_TOLERANCE)).orElse(Instant.MAX);
                var seats = PhoneWitness.seats(legs.stream()
                        .filter(leg -> leg.answeredAt().filter(before::isAfter).isPresent())
                        .toList());
                seats.removeAll(asked);
                if (!row.seats().containsAll(seats)) {
                    findings.differ(
                            "seats-differ",
                            row.id(),
                            "telephones, before Asterisk died: " + seats + ", row: " + row.seats());
                }
                return;
            }
            withTalk(call, legs, row, asked);
            if (call.endedAt().isPresent() && !call.gaveUp()) {
                findings.near(
                        "ends-differ",
                        row.id(),
                        "telephone",
                        millis(call.endedAt()),
                        millis(row.endedAt()),
                        PHONE_TOLERANCE);
            }
        });
        seen.rows().values().stream().filter(row -> !matched.contains(row.id())).forEach(row -> {
            if (seen.record().containsKey(row.id()) && nearDeath(row.arrivedAt())) {
                findings.deviate(
                        row.id(),
                        "an INVITE was sent again because Asterisk died before its answer: two calls to Asterisk, one to the citizen");
            } else {
                findings.differ("doubled", row.id(), "no citizen dialled it");
            }
        });
    }

    private void withTalk(Dialled call, List<Leg> legs, CountedCall row, SortedSet<String> asked) {
        var seats = PhoneWitness.seats(legs);
        seats.removeAll(asked);
        var answered = PhoneWitness.talkMillis(call, legs);
        if (answered.isPresent() == row.isAnswered() && seats.equals(row.seats())) {
            var connected = answered.map(millis -> pickedUpLate(row, millis, row.talkMillis(), PHONE_TOLERANCE, -1));
            findings.near("talk-differs", row.id(), "telephones", connected, row.talkMillis(), PHONE_TOLERANCE);
            return;
        }
        var sure = PhoneWitness.seats(
                legs.stream().filter(leg -> !leg.crosses(call)).toList());
        sure.removeAll(asked);
        if (legs.stream().anyMatch(leg -> leg.crosses(call))
                && row.seats().containsAll(sure)
                && seats.containsAll(row.seats())) {
            findings.deviate(
                    row.id(),
                    "a seat picked up in the moment in which the citizen hung up or the queue passed it over: what Asterisk heard first counts");
            return;
        }
        findings.differ(
                answered.isPresent() == row.isAnswered() ? "seats-differ" : "outcome-differs",
                row.id(),
                "telephones: " + (answered.isPresent() ? "answered" : "not answered") + " by " + seats + ", row: "
                        + row.outcome() + " by " + row.seats());
    }

    /** A seat that picked up a call of which no citizen's telephone knows. */
    private void withoutCitizen(Map<Dialled, List<Leg>> ofCall) {
        var explained = ofCall.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        seen.phones().legs().stream()
                .filter(leg -> leg.answeredAt().isPresent() && !explained.contains(leg))
                .forEach(leg -> findings.differ(
                        "unexplained",
                        leg.self(),
                        "picked up at " + leg.answeredAt().get() + " and was shown " + leg.shown()));
    }

    private void notCounted(Dialled call) {
        if (call.letInAt().isEmpty() && whileDead(call)) {
            findings.deviate(call.number(), "Asterisk was dead while the citizen dialled: nobody could count it");
        } else {
            findings.differ(
                    call.letInAt().isPresent() || call.gaveUp() ? "lost" : "refused",
                    call.number(),
                    "dialled at " + call.dialledAt()
                            + (call.letInAt().isPresent() ? ", was let in" : ", was not let in"));
        }
    }

    private void withQueueLog() {
        seen.rows().forEach((id, row) -> {
            var lines = seen.queueLog().get(id);
            if (lines == null) {
                if (row.queuedAt().isPresent()) {
                    findings.differ("outcome-differs", id, "queue_log does not know it, row: queued");
                } else {
                    findings.deviate(id, "queue_log: lost before the queue, so it is not there");
                }
                return;
            }
            if (row.queuedAt().isEmpty()) {
                findings.differ("outcome-differs", id, "queue_log has it, row: never queued");
            }
            if (row.cutOff()) {
                findings.deviate(id, "queue_log: Asterisk died, so the last lines are missing");
                return;
            }
            var connected = QueueLogWitness.has(lines, "CONNECT");
            if (connected != row.isAnswered()) {
                if (row.isAnswered() && QueueLogWitness.has(lines, "ABANDON")) {
                    findings.deviate(id, "queue_log: picked from the queue by Redirect, which it calls ABANDON");
                } else {
                    findings.differ(
                            "outcome-differs",
                            id,
                            "queue_log: " + (connected ? "CONNECT" : "no CONNECT") + ", row: " + row.outcome());
                }
                return;
            }
            QueueLogWitness.waitSeconds(lines)
                    .ifPresent(seconds -> findings.near(
                            "wait-differs",
                            id,
                            "queue_log",
                            Optional.of(pickedUpLate(row, seconds * 1_000, row.waitMillis(), QUEUE_LOG_TOLERANCE, 1)),
                            row.waitMillis(),
                            QUEUE_LOG_TOLERANCE));
            if (row.transfers() > 0
                    || lines.stream().anyMatch(line -> line.what().endsWith("TRANSFER"))) {
                findings.deviate(id, "queue_log: handed on, so its talk is only the first seat's");
            } else if (lines.stream()
                            .filter(line -> line.what().equals("CONNECT"))
                            .count()
                    == 1) {
                QueueLogWitness.talkSeconds(lines)
                        .ifPresent(seconds -> findings.near(
                                "talk-differs",
                                id,
                                "queue_log",
                                Optional.of(
                                        pickedUpLate(row, seconds * 1_000, row.talkMillis(), QUEUE_LOG_TOLERANCE, -1)),
                                row.talkMillis(),
                                QUEUE_LOG_TOLERANCE));
            }
        });
    }

    /**
     * Telephones and queue_log count from the picking up, rows from the connection. On a busy machine Asterisk may need a second for it; what it
     * needed is in the record and is taken into account only where it matters, and counted.
     *
     * @param sign 1 when the connection adds to the time, -1 when it takes from it
     */
    private long pickedUpLate(CountedCall row, long told, Optional<Long> counted, Duration tolerance, int sign) {
        if (counted.filter(millis -> Math.abs(millis - told) <= tolerance.toMillis())
                .isPresent()) {
            return told;
        }
        var needed = Optional.ofNullable(seen.record().get(row.id()))
                .map(CountedCall::connectingMillis)
                .orElse(0L);
        if (needed > NO_DELAY.toMillis()) {
            findings.deviate(row.id(), "Asterisk needed more than 100 ms from the picking up to the connection");
            return told + sign * needed;
        }
        return told;
    }

    private boolean whileDead(Dialled call) {
        return deaths().anyMatch(death -> call.dialledAt().isAfter(death.from().minus(PHONE_TOLERANCE))
                && call.dialledAt().isBefore(death.until().plus(PHONE_TOLERANCE)));
    }

    private boolean nearDeath(Instant moment) {
        return deaths().anyMatch(
                        death -> Duration.between(moment, death.from()).abs().compareTo(PHONE_TOLERANCE) < 0);
    }

    private Stream<Struck> deaths() {
        return seen.struck().stream().filter(struck -> struck.kind() == Kind.KILL_ASTERISK);
    }

    private static Optional<Long> millis(Optional<Instant> moment) {
        return moment.map(Instant::toEpochMilli);
    }
}
