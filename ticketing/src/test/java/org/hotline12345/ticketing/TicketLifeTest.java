package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.Samples.AGENT;
import static org.hotline12345.ticketing.Samples.ANYBODY;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.Refused;
import org.junit.jupiter.api.Test;

class TicketLifeTest {
    @Test
    void everyStateAndCommandDoWhatTheTableSays() {
        for (var state : TicketState.Kind.values()) {
            for (var kind : TicketCommand.Kind.values()) {
                var ticket = Samples.in(state);
                var command = Samples.command(kind, ANYBODY, HEALTH);
                var expected = TransitionTable.after(state, kind);
                if (expected.isPresent()) {
                    var event = TicketLife.decide(ticket, command, NOW, HENAN);
                    assertThat(TicketLife.apply(ticket, event).state().kind())
                            .as("%s, %s", state, kind)
                            .isEqualTo(expected.get());
                } else {
                    assertThatThrownBy(() -> TicketLife.decide(ticket, command, NOW, HENAN))
                            .as("%s, %s", state, kind)
                            .isInstanceOfSatisfying(
                                    Refused.class,
                                    refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT));
                }
            }
        }
    }

    @Test
    void thePictureShowsTheCode() throws IOException {
        var picture = new ArrayList<String>(List.of("stateDiagram-v2", "    [*] --> Registered"));
        for (var state : TicketState.Kind.values()) {
            for (var kind : TicketCommand.Kind.values()) {
                var ticket = Samples.in(state);
                var command = Samples.command(kind, ANYBODY, HEALTH);
                try {
                    var next = TicketLife.apply(ticket, TicketLife.decide(ticket, command, NOW, HENAN));
                    picture.add("    " + ticket.state().getClass().getSimpleName() + " --> "
                            + next.state().getClass().getSimpleName() + ": "
                            + command.getClass().getSimpleName());
                } catch (Refused e) {
                    // no arrow
                }
            }
        }
        picture.add("    Closed --> [*]");
        assertThat(Files.readString(Path.of("STATES.md")))
                .contains("```mermaid\n" + String.join("\n", picture) + "\n```");
    }

    @Test
    void theSamplesCoverEveryStateAndEveryCommand() {
        var states = Arrays.stream(TicketState.Kind.values())
                .map(kind -> Samples.in(kind).state().getClass().getSimpleName());
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
            for (var state : TicketState.Kind.values()) {
                for (var kind : TicketCommand.Kind.values()) {
                    var ticket = Samples.in(state);
                    if (!People.may(person, kind, ticket.state().atUnit())) {
                        assertThatThrownBy(() ->
                                        TicketLife.decide(ticket, Samples.command(kind, person, HEALTH), NOW, HENAN))
                                .as("%s, %s, %s", person.login(), state, kind)
                                .isInstanceOfSatisfying(
                                        Refused.class,
                                        refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
                    }
                }
            }
        }
    }

    @Test
    void onlyWhatWorksIsAllowed() {
        assertThat(TicketLife.allowed(Samples.in(TicketState.Kind.REGISTERED), AGENT))
                .containsExactly(TicketCommand.Kind.ANSWER);
        assertThat(TicketLife.allowed(Samples.in(TicketState.Kind.REGISTERED), OTHER_AGENT))
                .isEmpty();
        assertThat(TicketLife.allowed(Samples.in(TicketState.Kind.REGISTERED), DISPATCHER))
                .containsExactly(TicketCommand.Kind.DISPATCH);
        assertThat(TicketLife.allowed(Samples.in(TicketState.Kind.IN_HAND), HEALTH_CLERK))
                .containsExactly(TicketCommand.Kind.RETURN, TicketCommand.Kind.REPLY);
        assertThat(TicketLife.allowed(Samples.in(TicketState.Kind.IN_HAND), WATER_CLERK))
                .isEmpty();
        assertThat(TicketLife.allowed(Samples.in(TicketState.Kind.REPLIED), REVIEWER))
                .containsExactly(TicketCommand.Kind.SEND_BACK, TicketCommand.Kind.REVIEW);
        assertThat(TicketLife.allowed(Samples.in(TicketState.Kind.CLOSED), ANYBODY))
                .isEmpty();
    }

    @Test
    void clerkSeesWhatIsOrWasHisUnits() {
        var returned = Samples.after(Samples.in(TicketState.Kind.RETURN_REQUESTED), TicketCommand.Kind.ACCEPT_RETURN);
        var resent = TicketLife.apply(
                returned, TicketLife.decide(returned, new TicketCommand.Dispatch(DISPATCHER, WATER), NOW, HENAN));
        assertThat(TicketLife.sees(Samples.fresh(), HEALTH_CLERK)).isFalse();
        assertThat(TicketLife.sees(returned, HEALTH_CLERK)).isTrue();
        assertThat(TicketLife.sees(returned, WATER_CLERK)).isFalse();
        assertThat(TicketLife.sees(resent, HEALTH_CLERK)).isTrue();
        assertThat(TicketLife.sees(resent, WATER_CLERK)).isTrue();
        assertThat(TicketLife.sees(resent, SOUTHERNER)).isFalse();
        assertThat(resent.units()).containsExactly(HEALTH, WATER);
        assertThat(resent.milestones().unit()).contains(WATER);
    }

    @Test
    void aNewDispatchStartsTheClockAfreshASendingBackDoesNot() {
        var replied = Samples.in(TicketState.Kind.REPLIED);
        var sentBack = TicketLife.apply(
                replied,
                TicketLife.decide(
                        replied,
                        Samples.command(TicketCommand.Kind.SEND_BACK, REVIEWER, HEALTH),
                        NOW.plus(Duration.ofDays(3)),
                        HENAN));
        assertThat(sentBack.milestones().due()).isEqualTo(replied.milestones().due());
        var returned = Samples.after(Samples.in(TicketState.Kind.RETURN_REQUESTED), TicketCommand.Kind.ACCEPT_RETURN);
        assertThat(returned.milestones()).isEqualTo(Milestones.NONE);
        var later = NOW.plus(Duration.ofDays(1));
        var resent = TicketLife.apply(
                returned, TicketLife.decide(returned, new TicketCommand.Dispatch(DISPATCHER, WATER), later, HENAN));
        assertThat(resent.milestones().dispatchedAt()).contains(later);
    }

    @Test
    void unitHasTheDaysOfTheNatureAndADayToTakeIt() {
        var dispatched = Samples.in(TicketState.Kind.DISPATCHED);
        // Monday 2 November 2026, 9:00 in Beijing; a plea for help has five working days.
        assertThat(dispatched.state())
                .isEqualTo(new TicketState.Dispatched(
                        HEALTH,
                        NOW,
                        Instant.parse("2026-11-03T01:00:00Z"),
                        new Deadline(Instant.parse("2026-11-09T15:59:59Z"), false)));
    }

    @Test
    void deadlineThatReachesAYearWithoutHolidaysIsProvisional() {
        assertThat(HENAN.due(Nature.INQUIRY, Instant.parse("2026-12-28T01:00:00Z"))
                        .provisional())
                .isFalse();
        assertThat(HENAN.due(Nature.COMPLAINT, Instant.parse("2026-12-28T01:00:00Z"))
                        .provisional())
                .isTrue();
    }

    @Test
    void directAnswerHandlesAndClosesAtOnce() {
        var answered = Samples.after(Samples.fresh(), TicketCommand.Kind.ANSWER);
        assertThat(answered.state()).isEqualTo(new TicketState.Closed(NOW, HandlingMode.DIRECT));
        assertThat(answered.milestones().handledAt()).contains(NOW);
        assertThat(answered.milestones().unit()).isEqualTo(Optional.empty());
    }

    @Test
    void eventsSurviveTheirRows() {
        for (var state : TicketState.Kind.values()) {
            for (var kind : TicketCommand.Kind.values()) {
                if (TransitionTable.after(state, kind).isPresent()) {
                    var event =
                            TicketLife.decide(Samples.in(state), Samples.command(kind, ANYBODY, HEALTH), NOW, HENAN);
                    assertThat(EventBody.read(
                                    event.kind(), event.ticket(), event.at(), event.by(), EventBody.write(event)))
                            .isEqualTo(event);
                }
            }
        }
    }
}
