package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.callback.TestTown.NORTH;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.hotline12345.callback.PgReplies.Reading;
import org.hotline12345.callback.PgSurveys.Claim;
import org.hotline12345.callback.sms.TestSmsc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps a citizen from being asked twice. */
class ClaimsIT {
    private static final String MOBILE = "15400000001";

    private final TestTown town = new TestTown();
    private PgClosings closings;
    private PgSurveys surveys;
    private PgReplies replies;

    @BeforeEach
    void open() {
        closings = new PgClosings(town.pool, town.office.seal());
        surveys = new PgSurveys(town.pool, town.office.seal());
        replies = new PgReplies(town.pool, town.office.seal());
    }

    @AfterEach
    void close() {
        town.close();
    }

    /** Plans what the log holds, as the running system does, and then begins nothing. */
    private void plan() {
        new SurveyPlanner(
                        closings,
                        new Profiles(town.office),
                        new TestCitizens(town),
                        town.clock,
                        EnumSet.allOf(SurveyChannel.class),
                        7,
                        events -> {})
                .round();
    }

    private List<Claim> claim(int limit) {
        return surveys.claim(SurveyChannel.SMS, List.of(NORTH), town.clock.instant(), limit);
    }

    @Test
    void surveysAreClaimedOnceHoweverManyTryAtTheSameTime() throws Exception {
        for (int i = 0; i < 40; i++) {
            town.closedTicket("154000000%02d".formatted(i));
        }
        plan();
        var claimed = new ArrayList<Claim>();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Claim>> greedy = () -> claim(9);
            for (var result : workers.invokeAll(java.util.Collections.nCopies(12, greedy))) {
                claimed.addAll(result.get());
            }
        }
        claimed.addAll(claim(100));
        assertThat(claimed).extracting(Claim::id).hasSize(40).doesNotHaveDuplicates();
        assertThat(town.column("select count(*) from callback.attempt")).containsExactly("40");
    }

    @Test
    void theSameEventsReadTwicePlanNothingTwice() {
        town.closedTicket(MOBILE);
        var batch = closings.ticketEvents(100);
        plan();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> closings.plan(batch, List.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("moved");
        plan();
        assertThat(town.column("select count(*) from callback.survey")).containsExactly("1");
    }

    @Test
    void aProcessWhoseTurnItIsNotAsksNobodyAndTakesUpWhatTheOtherLeft() {
        var ticket = town.closedTicket(MOBILE);
        plan();
        assertThat(claim(10)).hasSize(1);
        var citizens = new TestCitizens(town);
        citizens.ourTurn(false);
        try (var waiting = town.callbacks(citizens)) {
            waiting.start();
            var other = town.closedTicket("15400000002");
            await().during(Duration.ofSeconds(1))
                    .until(() -> waiting.survey(NORTH, other).isEmpty());
            assertThat(waiting.survey(NORTH, ticket).orElseThrow().state().kind())
                    .as("the other process is at it")
                    .isEqualTo(SurveyState.Kind.ASKING);
            citizens.ourTurn(true);
            await().untilAsserted(() -> assertThat(
                            waiting.survey(NORTH, ticket).orElseThrow().attempts())
                    .extracting(Attempt::outcome)
                    .containsExactly(Attempt.Outcome.UNKNOWN));
            await().until(() -> waiting.survey(NORTH, other).isPresent());
        }
    }

    @Test
    void aProcessThatDiesBetweenSendingAndNotingSendsNoSecondMessage() {
        var ticket = town.closedTicket(MOBILE);
        plan();
        assertThat(claim(10)).hasSize(1);
        // Here the message went out and the process died. The next one begins:
        try (var smsc = TestSmsc.open();
                var next = town.callbacks(Optional.of(smsc.config()))) {
            next.start();
            await().until(smsc::bound);
            await().untilAsserted(() -> assertThat(
                            next.survey(NORTH, ticket).orElseThrow().state().kind())
                    .isEqualTo(SurveyState.Kind.ASKED));
            assertThat(next.survey(NORTH, ticket).orElseThrow().attempts())
                    .extracting(Attempt::outcome)
                    .containsExactly(Attempt.Outcome.UNKNOWN);
            var other = town.closedTicket("15400000002");
            await().untilAsserted(() -> assertThat(
                            next.survey(NORTH, other).orElseThrow().state().kind())
                    .isEqualTo(SurveyState.Kind.ASKED));
            assertThat(smsc.messages()).extracting(TestSmsc.Message::to).containsExactly("15400000002");
            smsc.write(MOBILE, "1");
            assertThat(next.survey(NORTH, ticket).orElseThrow().state().kind()).isEqualTo(SurveyState.Kind.ANSWERED);
        }
    }

    @Test
    void anAnswerThatIsFasterThanTheNoteOfTheSendingStands() {
        town.closedTicket(MOBILE);
        plan();
        var claim = claim(10).getFirst();
        var now = town.clock.instant();
        var reply = new SmsIncoming.Reply(now, MOBILE, "1");
        var result = replies.answer(
                reply, Map.of(NORTH, MOBILE), (text, hotline, plannedAt) -> Optional.of(Rating.SATISFIED));
        assertThat(result.reading()).isEqualTo(Reading.RATED);
        assertThat(result.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Asked", "Answered");
        var noted = surveys.noteAsked(claim, now, Attempt.Outcome.ACCEPTED, "", List.of("m1"), now.plusSeconds(60));
        assertThat(noted).isEmpty();
        assertThat(town.column("select state || ' ' || rating from callback.survey"))
                .containsExactly("ANSWERED SATISFIED");
    }
}
