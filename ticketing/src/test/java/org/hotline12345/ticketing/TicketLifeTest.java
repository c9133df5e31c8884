package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.Samples.AGENT;
import static org.hotline12345.ticketing.Samples.ANYBODY;
import static org.hotline12345.ticketing.Samples.CHIEF;
import static org.hotline12345.ticketing.Samples.DISPATCHER;
import static org.hotline12345.ticketing.Samples.HEALTH;
import static org.hotline12345.ticketing.Samples.HEALTH_CLERK;
import static org.hotline12345.ticketing.Samples.HENAN;
import static org.hotline12345.ticketing.Samples.NOW;
import static org.hotline12345.ticketing.Samples.OTHER_AGENT;
import static org.hotline12345.ticketing.Samples.REVIEWER;
import static org.hotline12345.ticketing.Samples.SOUTHERNER;
import static org.hotline12345.ticketing.Samples.WATER;
import static org.hotline12345.ticketing.Samples.WATER_CLERK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.junit.jupiter.api.Test;

class TicketLifeTest {
    @Test
    void everyStageAndCommandDoWhatTheTableSays() {
        for (var stage : TicketStage.values()) {
            for (var kind : TicketCommand.Kind.values()) {
                var ticket = Samples.in(stage);
                var command = Samples.command(kind, ANYBODY, HEALTH);
                var expected = TransitionTable.after(stage, kind).filter(_ -> !needsMore(kind));
                if (expected.isPresent()) {
                    assertThat(Samples.after(ticket, command).stage())
                            .as("%s, %s", stage, kind)
                            .isEqualTo(expected.get());
                } else {
                    assertThatThrownBy(() -> TicketLife.decide(ticket, command, NOW, HENAN))
                            .as("%s, %s", stage, kind)
                            .isInstanceOfSatisfying(
                                    Refused.class,
                                    refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT));
                }
            }
        }
    }

    /** What works only after something was asked for, ordered or issued. */
    private static boolean needsMore(TicketCommand.Kind kind) {
        return switch (kind) {
            case GRANT, DECLINE, INCLUDE, END_SUPERVISION, WITHDRAW_CARD -> true;
            default -> false;
        };
    }

    @Test
    void thePictureShowsTheCode() throws IOException {
        var picture = new ArrayList<String>(List.of("stateDiagram-v2", "    [*] --> REGISTERED"));
        for (var stage : TicketStage.values()) {
            for (var kind : TicketCommand.Kind.values()) {
                var ticket = Samples.in(stage);
                try {
                    var next = Samples.after(ticket, kind);
                    if (next.stage() != stage) {
                        picture.add("    " + stage + " --> " + next.stage() + ": " + kind.word());
                    }
                } catch (Refused e) {
                    // no arrow
                }
            }
        }
        picture.add("    IN_HAND --> SUSPENDED: grant");
        Files.writeString(Path.of("target/states.mermaid"), String.join("\n", picture) + "\n");
        assertThat(Files.readString(Path.of("STATES.md")))
                .contains("```mermaid\n" + String.join("\n", picture) + "\n```");
    }

    @Test
    void theDocumentNamesEveryCommandThatLeavesTheStageAsItIs() throws IOException {
        var staying = new ArrayList<String>();
        for (var kind : TicketCommand.Kind.values()) {
            var stages = Arrays.stream(TicketStage.values())
                    .filter(stage -> TransitionTable.after(stage, kind).equals(Optional.of(stage)))
                    .map(Enum::name)
                    .toList();
            if (!stages.isEmpty()) {
                staying.add("| `" + kind.word() + "` | " + String.join(", ", stages) + " |");
            }
        }
        Files.writeString(Path.of("target/states.table"), String.join("\n", staying) + "\n");
        assertThat(Files.readString(Path.of("STATES.md"))).contains(String.join("\n", staying));
    }

    @Test
    void theSamplesCoverEveryStateAndEveryCommand() {
        var states = Arrays.stream(TicketStage.values())
                .map(stage -> Samples.in(stage).state().getClass().getSimpleName())
                .distinct();
        assertThat(states).containsExactlyInAnyOrderElementsOf(leaves(TicketState.class));
        var commands = Arrays.stream(TicketCommand.Kind.values())
                .map(kind -> Samples.command(kind, ANYBODY, HEALTH).getClass().getSimpleName());
        assertThat(commands).containsExactlyInAnyOrderElementsOf(leaves(TicketCommand.class));
    }

    /** Names of the records of a sealed hierarchy. */
    private static Set<String> leaves(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isInterface() ? leaves(type).stream() : Stream.of(type.getSimpleName()))
                .collect(Collectors.toSet());
    }

    @Test
    void everyStepNeedsItsOwnPeople() {
        for (var person : Samples.PEOPLE) {
            for (var stage : TicketStage.values()) {
                for (var kind : TicketCommand.Kind.values()) {
                    var ticket = Samples.in(stage);
                    if (!TicketModel.mayEver(person, kind)) {
                        assertThatThrownBy(() ->
                                        TicketLife.decide(ticket, Samples.command(kind, person, HEALTH), NOW, HENAN))
                                .as("%s, %s, %s", person.login(), stage, kind)
                                .isInstanceOfSatisfying(
                                        Refused.class,
                                        refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
                    }
                }
            }
        }
    }

    @Test
    void clerkSeesWhatIsOrWasHisUnits() {
        var returned = Samples.after(Samples.in(TicketStage.RETURN_REQUESTED), TicketCommand.Kind.ACCEPT_RETURN);
        var resent = Samples.after(returned, new TicketCommand.Dispatch(DISPATCHER, WATER));
        assertThat(TicketPermits.sees(Samples.fresh(), HEALTH_CLERK)).isFalse();
        assertThat(TicketPermits.sees(returned, HEALTH_CLERK)).isTrue();
        assertThat(TicketPermits.sees(returned, WATER_CLERK)).isFalse();
        assertThat(TicketPermits.sees(resent, HEALTH_CLERK)).isTrue();
        assertThat(TicketPermits.sees(resent, WATER_CLERK)).isTrue();
        assertThat(TicketPermits.sees(resent, SOUTHERNER)).isFalse();
        assertThat(resent.units()).containsExactly(HEALTH, WATER);
        assertThat(resent.lead().orElseThrow().unit()).isEqualTo(WATER);
        assertThat(returned.lead()).isEmpty();
    }

    @Test
    void timeWithTheOfficeDoesNotRunAgainstTheUnit() {
        // Replied on Monday at nine, sent back on Wednesday at noon: the deadline is later by two days and three hours.
        var replied = Samples.in(TicketStage.REPLIED);
        var due = replied.lead().orElseThrow().due().at();
        var sentBack = Samples.after(
                replied,
                Samples.command(TicketCommand.Kind.SEND_BACK, REVIEWER, HEALTH),
                NOW.plus(Duration.ofHours(51)));
        assertThat(sentBack.lead().orElseThrow().due().at()).isEqualTo(due.plus(Duration.ofHours(51)));
        assertThat(sentBack.lead().orElseThrow().repliedAt()).isEmpty();
        // A weekend with the office is no working time: from Friday at nine to Monday at nine it is 24 hours and the
        // rest of Friday.
        var friday = NOW.plus(Duration.ofDays(4));
        var late = Samples.after(
                Samples.in(TicketStage.IN_HAND), Samples.command(TicketCommand.Kind.RETURN, ANYBODY, HEALTH), friday);
        var refused = Samples.after(
                late,
                Samples.command(TicketCommand.Kind.REFUSE_RETURN, DISPATCHER, HEALTH),
                friday.plus(Duration.ofDays(3)));
        assertThat(refused.lead().orElseThrow().due().at()).isEqualTo(due.plus(Duration.ofHours(24)));
    }

    @Test
    void aNewDispatchStartsTheClockAfresh() {
        var returned = Samples.after(Samples.in(TicketStage.RETURN_REQUESTED), TicketCommand.Kind.ACCEPT_RETURN);
        var later = NOW.plus(Duration.ofDays(1));
        var resent = Samples.after(returned, new TicketCommand.Dispatch(DISPATCHER, WATER), later);
        assertThat(resent.lead().orElseThrow().sentAt()).isEqualTo(later);
        assertThat(resent.assignments()).hasSize(2);
        assertThat(resent.assignments().getFirst().state()).isEqualTo(new AssignmentState.Returned(NOW));
    }

    @Test
    void unitHasTheDaysOfTheNatureAndADayToTakeIt() {
        var sent = Samples.in(TicketStage.DISPATCHED).lead().orElseThrow();
        // Monday 2 November 2026, 9:00 in Beijing; a plea for help has five working days.
        assertThat(sent.unit()).isEqualTo(HEALTH);
        assertThat(sent.acknowledgeBy()).isEqualTo(Instant.parse("2026-11-03T01:00:00Z"));
        assertThat(sent.due()).isEqualTo(new Deadline(Instant.parse("2026-11-09T15:59:59Z"), false));
    }

    @Test
    void anUrgentMatterHasHoursByTheClock() {
        var urgent = Samples.after(
                Samples.fresh(),
                new TicketCommand.Reclassify(
                        CHIEF, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true), "山体滑坡。"));
        var saturday = Instant.parse("2026-11-06T22:46:00Z");
        var sent = Samples.after(urgent, new TicketCommand.Dispatch(DISPATCHER, HEALTH), saturday);
        assertThat(sent.lead().orElseThrow().due()).isEqualTo(new Deadline(saturday.plus(Duration.ofHours(2)), false));
    }

    @Test
    void anExtensionMovesTheDeadlineAndASecondOneNeedsAHigherRight() {
        var approver = CHIEF;
        var asked = Samples.after(Samples.in(TicketStage.IN_HAND), TicketCommand.Kind.APPLY);
        var grant = Samples.command(TicketCommand.Kind.GRANT, approver, HEALTH);
        var extended = Samples.after(asked, grant);
        // Three working days more: Monday the 9th becomes Thursday the 12th.
        assertThat(extended.lead().orElseThrow().due())
                .isEqualTo(new Deadline(Instant.parse("2026-11-12T15:59:59Z"), false));
        assertThat(extended.lead().orElseThrow().extensions()).isEqualTo(1);
        var again = Samples.after(extended, TicketCommand.Kind.APPLY);
        var clerkOfTheOffice = new SignedIn(
                approver.person(),
                "office",
                "某人",
                List.of(new Grant(Samples.NORTH, "office", Optional.empty(), Set.of(Rights.APPROVE))));
        assertThatThrownBy(() -> TicketLife.decide(
                        again, Samples.command(TicketCommand.Kind.GRANT, clerkOfTheOffice, HEALTH), NOW, HENAN))
                .hasMessageContaining("ticketing.override");
        assertThat(Samples.after(again, grant).lead().orElseThrow().extensions())
                .isEqualTo(2);
    }

    @Test
    void anExtensionAskedAfterTheDeadlineIsMarkedLate() {
        var overdue = Instant.parse("2026-11-10T01:00:00Z");
        var facts = TicketLife.decide(
                Samples.in(TicketStage.IN_HAND),
                Samples.command(TicketCommand.Kind.APPLY, HEALTH_CLERK, HEALTH),
                overdue,
                HENAN);
        assertThat(facts)
                .singleElement()
                .isInstanceOfSatisfying(
                        TicketFact.Applied.class,
                        applied -> assertThat(applied.late()).isTrue());
    }

    @Test
    void aSuspensionStopsEveryClockUntilItIsResumed() {
        var suspended = Samples.in(TicketStage.SUSPENDED);
        var due = suspended.lead().orElseThrow().due().at();
        assertThat(TicketWatch.nextLook(suspended, HENAN)).isEmpty();
        var resumed = Samples.after(
                suspended, Samples.command(TicketCommand.Kind.RESUME, CHIEF, HEALTH), NOW.plus(Duration.ofHours(30)));
        assertThat(resumed.stage()).isEqualTo(TicketStage.IN_HAND);
        assertThat(resumed.lead().orElseThrow().due().at()).isEqualTo(due.plus(Duration.ofHours(30)));
    }

    @Test
    void theLeadingReplyWaitsForThoseWhoAssist() {
        var ticket = Samples.after(Samples.fresh(), new TicketCommand.Dispatch(DISPATCHER, HEALTH, List.of(WATER)));
        assertThat(ticket.assignments()).extracting(Assignment::part).containsExactly(Part.LEAD, Part.ASSIST);
        for (var clerk : List.of(HEALTH_CLERK, WATER_CLERK)) {
            ticket = Samples.after(ticket, new TicketCommand.Acknowledge(clerk));
        }
        ticket = Samples.after(ticket, new TicketCommand.Reply(HEALTH_CLERK, "路灯已修好。", true));
        var replied = ticket;
        assertThatThrownBy(() -> Samples.after(replied, new TicketCommand.Review(REVIEWER)))
                .hasMessageContaining("still with [water]");
        ticket = Samples.after(ticket, new TicketCommand.Reply(WATER_CLERK, "井盖已复位。", false));
        ticket = Samples.after(ticket, new TicketCommand.Review(REVIEWER, Optional.of(WATER)));
        assertThat(ticket.stage()).isEqualTo(TicketStage.REPLIED);
        ticket = Samples.after(ticket, new TicketCommand.Review(REVIEWER));
        assertThat(ticket.stage()).isEqualTo(TicketStage.HANDLED);
    }

    @Test
    void whoAssistsGoesOnWhileTheLeadIsSought() {
        var ticket = Samples.after(Samples.fresh(), new TicketCommand.Dispatch(DISPATCHER, HEALTH, List.of(WATER)));
        ticket = Samples.after(ticket, new TicketCommand.Return(HEALTH_CLERK, "不属本单位职责。", Optional.empty()));
        ticket = Samples.after(ticket, new TicketCommand.AcceptReturn(DISPATCHER));
        assertThat(ticket.stage()).isEqualTo(TicketStage.REGISTERED);
        ticket = Samples.after(ticket, new TicketCommand.Acknowledge(WATER_CLERK));
        assertThat(ticket.stage()).isEqualTo(TicketStage.REGISTERED);
        assertThat(ticket.openOf(WATER).orElseThrow().state()).isEqualTo(new AssignmentState.InHand());
        var waiting = ticket;
        assertThatThrownBy(() -> Samples.after(waiting, new TicketCommand.Dispatch(DISPATCHER, WATER)))
                .hasMessageContaining("with unit water already");
    }

    @Test
    void mergedTicketsAreHandledAndClosedWithTheOneThatStandsForThem() {
        var merged = Samples.in(TicketStage.MERGED);
        assertThat(merged.openAssignments()).isEmpty();
        var handled = follows(merged, new TicketFact.Handled());
        assertThat(handled.stage()).isEqualTo(TicketStage.HANDLED);
        var closed = follows(handled, new TicketFact.Closed());
        assertThat(closed.stage()).isEqualTo(TicketStage.CLOSED);
        assertThat(follows(merged, new TicketFact.AnsweredDirectly("已答复。")).stage())
                .isEqualTo(TicketStage.CLOSED);
        // What was not solved for one was not solved for the other.
        for (var done : List.of(handled, closed)) {
            var again = follows(done, new TicketFact.Reopened("仍不亮。", false));
            assertThat(again.stage()).isEqualTo(TicketStage.MERGED);
            assertThat(again.mergedInto()).contains(Samples.OTHER);
        }
        assertThat(TicketLife.follow(merged, new TicketFact.Handled(), new TicketNumber("20261102-000077")))
                .as("of a ticket that does not stand for it")
                .isEmpty();
    }

    private static Ticket follows(Ticket merged, TicketFact fact) {
        return TicketChange.none(merged)
                .and(TicketLife.follow(merged, fact, Samples.OTHER), NOW, REVIEWER.person())
                .after();
    }

    @Test
    void whatIsDecidedIsDecidedForTheUnitThatAsked() {
        var ticket = Samples.after(Samples.fresh(), new TicketCommand.Dispatch(DISPATCHER, HEALTH, List.of(WATER)));
        ticket = Samples.after(ticket, Samples.command(TicketCommand.Kind.APPLY, WATER_CLERK, WATER));
        ticket = Samples.after(ticket, Samples.command(TicketCommand.Kind.GRANT, CHIEF, WATER));
        assertThat(ticket.assignments()).extracting(Assignment::extensions).containsExactly(0, 1);
    }

    @Test
    void aTicketThatStandsForOthersIsNotTakenAway() {
        var other = new TicketNumber("20261102-000009");
        var parent = TicketChange.none(Samples.in(TicketStage.IN_HAND))
                .and(List.of(new TicketFact.Absorbed(other)), NOW, DISPATCHER.person())
                .after();
        for (var kind : List.of(TicketCommand.Kind.MERGE, TicketCommand.Kind.WITHDRAW, TicketCommand.Kind.VOID)) {
            assertThatThrownBy(() -> Samples.after(parent, kind)).hasMessageContaining("not possible now");
        }
        assertThatThrownBy(() -> TicketLife.absorb(parent, parent)).hasMessageContaining("cannot be merged into it");
        assertThatThrownBy(() -> TicketLife.absorb(Samples.in(TicketStage.CLOSED), Samples.fresh()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void deadlineThatReachesAYearWithoutHolidaysIsProvisional() {
        var inquiry = new Matter(Nature.INQUIRY, "办证", "如何办证？", Optional.empty());
        var complaint = new Matter(Nature.COMPLAINT, "噪音", "夜间施工。", Optional.empty());
        var late = Instant.parse("2026-12-28T01:00:00Z");
        assertThat(HENAN.clock(late, HENAN.allowance(inquiry)).due().provisional())
                .isFalse();
        assertThat(HENAN.clock(late, HENAN.allowance(complaint)).due().provisional())
                .isTrue();
    }

    @Test
    void directAnswerHandlesAndClosesAtOnce() {
        var answered = Samples.after(Samples.fresh(), TicketCommand.Kind.ANSWER);
        assertThat(answered.state()).isEqualTo(new TicketState.Closed(NOW, NOW, HandlingMode.DIRECT));
        assertThat(answered.handledAt()).contains(NOW);
        assertThat(answered.lead()).isEmpty();
    }

    @Test
    void onlyWhoHasTheNextStepMayKnowWhomToReach() {
        assertThat(steps(TicketStage.REGISTERED, AGENT)).isTrue();
        assertThat(steps(TicketStage.REGISTERED, OTHER_AGENT)).isFalse();
        assertThat(steps(TicketStage.IN_HAND, HEALTH_CLERK)).isTrue();
        assertThat(steps(TicketStage.IN_HAND, WATER_CLERK)).isFalse();
        assertThat(steps(TicketStage.IN_HAND, DISPATCHER)).isFalse();
        assertThat(steps(TicketStage.REPLIED, REVIEWER)).isTrue();
        assertThat(steps(TicketStage.CLOSED, REVIEWER)).isFalse();
        assertThat(TicketLife.allowed(Samples.in(TicketStage.IN_HAND), HEALTH_CLERK, NOW, HENAN))
                .containsExactlyInAnyOrder(
                        TicketCommand.Kind.PROGRESS,
                        TicketCommand.Kind.RETURN,
                        TicketCommand.Kind.APPLY,
                        TicketCommand.Kind.REPLY);
    }

    private static boolean steps(TicketStage stage, SignedIn person) {
        return TicketLife.allowed(Samples.in(stage), person, NOW, HENAN).stream()
                .anyMatch(TicketCommand.Kind::isNextStep);
    }

    @Test
    void factsSurviveTheirRows() {
        var kinds = EnumSet.noneOf(TicketFact.Kind.class);
        for (var fact : Facts.ofEveryKind()) {
            assertThat(EventBody.read(fact.kind(), EventBody.write(fact))).isEqualTo(fact);
            kinds.add(fact.kind());
        }
        assertThat(kinds).containsExactlyInAnyOrder(TicketFact.Kind.values());
    }
}
