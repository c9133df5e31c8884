package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.callback.TestTown.NORTH;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hotline12345.callback.Attempt.Outcome;
import org.hotline12345.telephony.DialOutcome;
import org.hotline12345.ticketing.TicketNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SurveyByVoiceIT {
    private static final String LANDLINE = "9000001";
    private static final String NORMALISED = "03709000001";

    private final TestTown town = new TestTown();
    private final TestCitizens citizens = new TestCitizens(town);
    private final Callbacks callbacks = town.callbacks(citizens);

    @AfterEach
    void close() {
        callbacks.close();
        town.close();
    }

    private void awaitState(TicketNumber ticket, SurveyState.Kind kind) {
        await().untilAsserted(() -> assertThat(
                        callbacks.survey(NORTH, ticket).map(s -> s.state().kind()))
                .contains(kind));
    }

    private List<Outcome> outcomes(TicketNumber ticket) {
        return callbacks.survey(NORTH, ticket).stream()
                .flatMap(survey -> survey.attempts().stream())
                .map(Attempt::outcome)
                .toList();
    }

    private void awaitAttempts(TicketNumber ticket, Outcome... outcomes) {
        await().untilAsserted(() -> assertThat(outcomes(ticket)).containsExactly(outcomes));
    }

    @Test
    void whoIsBusyOrAwayIsCalledAgainAfterAPauseAndRatesByAKey() {
        citizens.willAnswer(new DialOutcome.Busy(), new DialOutcome.NoAnswer(), new DialOutcome.PickedUp(List.of('2')));
        callbacks.start();
        var ticket = town.closedTicket(LANDLINE);
        awaitState(ticket, SurveyState.Kind.PLANNED);
        awaitAttempts(ticket, Outcome.BUSY);
        town.clock.pass(Duration.ofMinutes(61));
        awaitAttempts(ticket, Outcome.BUSY, Outcome.NO_ANSWER);
        town.clock.pass(Duration.ofMinutes(61));
        awaitState(ticket, SurveyState.Kind.ANSWERED);
        assertThat(callbacks.survey(NORTH, ticket).orElseThrow().state())
                .isInstanceOfSatisfying(SurveyState.Answered.class, answered -> {
                    assertThat(answered.rating()).isEqualTo(Rating.BASICALLY_SATISFIED);
                    assertThat(answered.askedAt()).isEqualTo(TestTown.MORNING);
                });
        assertThat(citizens.dialled()).containsExactly(NORMALISED, NORMALISED, NORMALISED);
    }

    @Test
    void whoIsNeverReachedIsGivenUpAfterTheAllowedTries() {
        callbacks.start();
        var ticket = town.closedTicket(LANDLINE);
        awaitAttempts(ticket, Outcome.NO_ANSWER);
        town.clock.pass(Duration.ofMinutes(61));
        awaitAttempts(ticket, Outcome.NO_ANSWER, Outcome.NO_ANSWER);
        town.clock.pass(Duration.ofMinutes(61));
        awaitState(ticket, SurveyState.Kind.FAILED);
        town.clock.pass(Duration.ofHours(2));
        await().during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(2))
                .until(() -> citizens.dialled().size() == 3);
    }

    @Test
    void whoPicksUpAndPressesNothingIsUnratedAndLeftAlone() {
        citizens.willAnswer(new DialOutcome.PickedUp(List.of()));
        callbacks.start();
        var ticket = town.closedTicket(LANDLINE);
        awaitState(ticket, SurveyState.Kind.UNRATED);
        assertThat(outcomes(ticket)).containsExactly(Outcome.NO_DIGIT);
    }

    @Test
    void noMoreCallsGoOutAtOnceThanAllowed() {
        var hold = new CountDownLatch(1);
        citizens.whileTalking(() -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        callbacks.start();
        for (int i = 0; i < 8; i++) {
            town.closedTicket("900000" + i);
        }
        await().until(() -> citizens.dialled().size() == 3);
        await().during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(2))
                .until(() -> citizens.dialled().size() == 3);
        hold.countDown();
        await().until(() -> citizens.dialled().size() == 8);
        assertThat(citizens.mostTalking()).isEqualTo(3);
    }

    @Test
    void nobodyIsCalledWhileTheLineIsDown() {
        citizens.lineUp(false);
        callbacks.start();
        var ticket = town.closedTicket(LANDLINE);
        awaitState(ticket, SurveyState.Kind.PLANNED);
        await().during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(2))
                .until(() -> citizens.dialled().isEmpty());
        citizens.lineUp(true);
        awaitAttempts(ticket, Outcome.NO_ANSWER);
    }

    @Test
    void aCallThatWasCutOffByACrashMayBeMadeAgain() {
        var ticket = town.closedTicket(LANDLINE);
        var surveys = new PgSurveys(town.pool, town.office.seal());
        new SurveyPlanner(
                        new PgClosings(town.pool, town.office.seal()),
                        new Profiles(town.office),
                        citizens,
                        town.clock,
                        EnumSet.allOf(SurveyChannel.class),
                        100,
                        events -> {})
                .round();
        assertThat(surveys.claim(SurveyChannel.VOICE, List.of(NORTH), town.clock.instant(), 1))
                .hasSize(1);
        citizens.willAnswer(new DialOutcome.PickedUp(List.of('1')));
        callbacks.start();
        awaitAttempts(ticket, Outcome.UNKNOWN);
        town.clock.pass(Duration.ofMinutes(61));
        awaitState(ticket, SurveyState.Kind.ANSWERED);
        assertThat(outcomes(ticket)).containsExactly(Outcome.UNKNOWN, Outcome.RATED);
    }
}
