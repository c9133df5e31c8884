package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.Samples.ANYBODY;
import static org.hotline12345.ticketing.Samples.DISPATCHER;
import static org.hotline12345.ticketing.Samples.HEALTH;
import static org.hotline12345.ticketing.Samples.HEALTH_CLERK;
import static org.hotline12345.ticketing.Samples.NOW;
import static org.hotline12345.ticketing.Samples.ROADS;
import static org.hotline12345.ticketing.Samples.WATER;
import static org.hotline12345.ticketing.Samples.WATER_CLERK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Succession.Ended;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final String WHY = "机构改革";
    /** Written by hand: where a unit has work before it. */
    private static final Set<TicketStage> MOVES = EnumSet.of(
            TicketStage.DISPATCHED,
            TicketStage.IN_HAND,
            TicketStage.RETURN_REQUESTED,
            TicketStage.REPLIED,
            TicketStage.SUSPENDED);

    @Test
    void whatIsOpenGoesToTheSuccessorAndNothingElseChanges() {
        for (var stage : TicketStage.values()) {
            var before = Samples.in(stage);
            var facts = Succession.of(before, ended(Map.of(HEALTH, WATER)));
            if (!MOVES.contains(stage)) {
                assertThat(facts).as("%s", stage).isEmpty();
                continue;
            }
            assertThat(facts).containsExactly(new TicketFact.UnitSucceeded(1, HEALTH, WATER, WHY));
            var after = happened(before, facts);
            assertThat(after.stage()).isEqualTo(stage);
            var old = before.lead().orElseThrow();
            var now = after.lead().orElseThrow();
            assertThat(now.unit()).isEqualTo(WATER);
            assertThat(now.clock()).as("one clock").isEqualTo(old.clock());
            assertThat(now.state()).isEqualTo(old.state());
            assertThat(now.acknowledgedAt()).isEqualTo(old.acknowledgedAt());
            assertThat(now.pending()).isEqualTo(old.pending());
            assertThat(now.unitAt(NOW)).isEqualTo(HEALTH);
            assertThat(now.unitAt(NOW.plus(Duration.ofHours(1)))).isEqualTo(WATER);
            assertThat(after.units()).containsExactly(HEALTH, WATER);
        }
    }

    @Test
    void theDocumentNamesTheStagesAtWhichAUnitIsSucceeded() throws IOException {
        var stages = Arrays.stream(TicketStage.values())
                .filter(stage -> !Succession.of(Samples.in(stage), ended(Map.of(HEALTH, WATER)))
                        .isEmpty())
                .map(Enum::name)
                .collect(Collectors.joining(", "));
        assertThat(Files.readString(Path.of("STATES.md"))).contains("| `UNIT_SUCCEEDED` | " + stages + " |");
    }

    @Test
    void theOldUnitsPeopleSeeItStillAndTheNewOnesGoOnWithIt() {
        var after = happened(
                Samples.in(TicketStage.IN_HAND),
                Succession.of(Samples.in(TicketStage.IN_HAND), ended(Map.of(HEALTH, WATER))));
        assertThat(TicketPermits.sees(after, HEALTH_CLERK)).isTrue();
        assertThat(TicketLife.allowed(after, HEALTH_CLERK, NOW, Samples.HENAN)).isEmpty();
        assertThat(Samples.after(after, new TicketCommand.Reply(WATER_CLERK, "路灯已修好。", true))
                        .stage())
                .isEqualTo(TicketStage.REPLIED);
    }

    @Test
    void whereTheSuccessorWorksOnItAlreadyTheLeadingPartStands() {
        var ledByTheOld = sent(HEALTH, List.of(WATER, ROADS));
        var facts = Succession.of(ledByTheOld, ended(Map.of(HEALTH, WATER)));
        assertThat(facts)
                .containsExactly(new TicketFact.Recalled(2, WHY), new TicketFact.UnitSucceeded(1, HEALTH, WATER, WHY));
        assertThat(happened(ledByTheOld, facts).openAssignments())
                .extracting(Assignment::unit)
                .containsExactly(WATER, ROADS);

        var ledByTheNew = sent(WATER, List.of(HEALTH));
        assertThat(Succession.of(ledByTheNew, ended(Map.of(HEALTH, WATER))))
                .containsExactly(new TicketFact.Recalled(2, WHY));
    }

    @Test
    void twoThatBecomeOneAreOneOnTheTicket() {
        var ticket = sent(HEALTH, List.of(WATER));
        var after = happened(ticket, Succession.of(ticket, ended(Map.of(HEALTH, ROADS, WATER, ROADS))));
        assertThat(after.openAssignments())
                .singleElement()
                .satisfies(one -> assertThat(List.of(one.unit(), one.part())).isEqualTo(List.of(ROADS, Part.LEAD)));
        assertThat(after.units()).containsExactly(HEALTH, ROADS, WATER);
    }

    @Test
    void withoutASuccessorTheTicketIsTheDispatchersAgainButAReplyWaitsForTheOffice() {
        var nobody = Map.of(HEALTH, Optional.<UnitCode>empty());
        var inHand = Samples.in(TicketStage.IN_HAND);
        assertThat(happened(inHand, Succession.of(inHand, over(nobody))).stage())
                .isEqualTo(TicketStage.REGISTERED);
        assertThat(Succession.of(Samples.in(TicketStage.REPLIED), over(nobody))).isEmpty();
        var suspended = Samples.in(TicketStage.SUSPENDED);
        var recalled = happened(suspended, Succession.of(suspended, over(nobody)));
        assertThat(recalled.stage()).isEqualTo(TicketStage.SUSPENDED);
        assertThat(Samples.after(recalled, Samples.command(TicketCommand.Kind.RESUME, ANYBODY, HEALTH))
                        .stage())
                .isEqualTo(TicketStage.REGISTERED);
    }

    private static Ticket sent(UnitCode lead, List<UnitCode> assisting) {
        return Samples.after(Samples.fresh(), new TicketCommand.Dispatch(DISPATCHER, lead, assisting));
    }

    private static Ticket happened(Ticket ticket, List<TicketFact> facts) {
        return TicketChange.none(ticket)
                .and(facts, NOW.plus(Duration.ofHours(1)), PersonId.SYSTEM)
                .after();
    }

    private static Function<UnitCode, Optional<Ended>> ended(Map<UnitCode, UnitCode> successors) {
        return unit -> Optional.ofNullable(successors.get(unit)).map(one -> new Ended(Optional.of(one), WHY));
    }

    private static Function<UnitCode, Optional<Ended>> over(Map<UnitCode, Optional<UnitCode>> successors) {
        return unit -> Optional.ofNullable(successors.get(unit)).map(one -> new Ended(one, WHY));
    }
}
