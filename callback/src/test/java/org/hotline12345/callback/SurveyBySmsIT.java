package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.callback.TestTown.NORTH;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12345.callback.sms.TestSmsc;
import org.hotline12345.ticketing.TicketNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SurveyBySmsIT {
    private static final String MOBILE = "15400000001";

    private final TestSmsc smsc = TestSmsc.open();
    private final TestTown town = new TestTown();
    private final List<SurveyEvent> events = new CopyOnWriteArrayList<>();
    private Callbacks callbacks;

    private void start() {
        callbacks = town.callbacks(Optional.of(smsc.config()));
        callbacks.addListener(events::add);
        callbacks.start();
    }

    @AfterEach
    void close() {
        if (callbacks != null) {
            callbacks.close();
        }
        town.close();
        smsc.close();
    }

    private SurveyState.Kind state(TicketNumber ticket) {
        return callbacks
                .survey(NORTH, ticket)
                .map(survey -> survey.state().kind())
                .orElse(null);
    }

    private void awaitState(TicketNumber ticket, SurveyState.Kind kind) {
        await().untilAsserted(() -> assertThat(state(ticket)).isEqualTo(kind));
    }

    @Test
    void citizenIsAskedOnceAndTheReplyRates() {
        smsc.citizensAnswer(message -> Optional.of("　１"));
        start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.ANSWERED);
        assertThat(smsc.messages()).singleElement().satisfies(message -> {
            assertThat(message.to()).isEqualTo(MOBILE);
            assertThat(message.text()).contains(ticket.value(), "1满意");
        });
        assertThat(callbacks.survey(NORTH, ticket).orElseThrow().state())
                .isEqualTo(new SurveyState.Answered(TestTown.MORNING, TestTown.MORNING, Rating.SATISFIED));
        await().untilAsserted(() -> assertThat(
                        callbacks.survey(NORTH, ticket).orElseThrow().attempts())
                .containsExactly(new Attempt(SurveyChannel.SMS, TestTown.MORNING, Attempt.Outcome.DELIVERED)));
        await().untilAsserted(() -> assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Planned", "Asked", "Answered"));
        var bulletin = town.database.pool("bulletin");
        var rated = bulletin.query("select ticket, rating from callback.v_rating where asked_at is not null")
                .execute()
                .await();
        assertThat(rated.iterator().next().getString("rating")).isEqualTo("SATISFIED");
    }

    @Test
    void wordsAreKeptAndTheCitizenMayStillRate() {
        start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.ASKED);
        assertThat(smsc.write(MOBILE, "还没有修好")).isZero();
        assertThat(state(ticket)).isEqualTo(SurveyState.Kind.ASKED);
        assertThat(smsc.write("+86" + MOBILE, "3")).isZero();
        assertThat(state(ticket)).isEqualTo(SurveyState.Kind.ANSWERED);
        assertThat(smsc.write(MOBILE, "1")).isZero();
        assertThat(town.column("select rating from callback.survey")).containsExactly("DISSATISFIED");
        assertThat(town.column("select reading from callback.reply order by at, reading desc"))
                .containsExactlyInAnyOrder("UNREAD", "RATED", "UNREAD");
    }

    @Test
    void whoDoesNotAnswerInTimeIsUnratedAndALateAnswerIsKeptAsSuch() {
        start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.ASKED);
        town.clock.pass(Duration.ofDays(3));
        awaitState(ticket, SurveyState.Kind.UNRATED);
        assertThat(smsc.write(MOBILE, "1")).isZero();
        assertThat(state(ticket)).isEqualTo(SurveyState.Kind.UNRATED);
        assertThat(town.column("select reading || ' ' || rating from callback.reply"))
                .containsExactly("LATE SATISFIED");
        assertThat(smsc.messages()).hasSize(1);
    }

    @Test
    void anAnswerFromANumberThatNobodyAskedIsKept() {
        start();
        await().until(smsc::bound);
        assertThat(smsc.write("15400009999", "1")).isZero();
        assertThat(town.column("select reading from callback.reply")).containsExactly("UNMATCHED");
    }

    @Test
    void ofTwoOpenSurveysTheReplyRatesTheOneAskedLast() {
        start();
        var first = town.closedTicket(MOBILE);
        awaitState(first, SurveyState.Kind.ASKED);
        town.clock.pass(Duration.ofHours(1));
        var second = town.closedTicket(MOBILE);
        awaitState(second, SurveyState.Kind.ASKED);
        smsc.write(MOBILE, "2");
        assertThat(state(second)).isEqualTo(SurveyState.Kind.ANSWERED);
        assertThat(state(first)).isEqualTo(SurveyState.Kind.ASKED);
        smsc.write(MOBILE, "1");
        assertThat(state(first)).isEqualTo(SurveyState.Kind.ANSWERED);
        assertThat(town.column("select rating from callback.survey order by closing"))
                .containsExactly("SATISFIED", "BASICALLY_SATISFIED");
    }

    @Test
    void aLaterClosingHasItsOwnSurveyAndARestartAsksNobodyAgain() {
        start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.ASKED);
        callbacks.close();
        start();
        await().until(smsc::bound);
        closeAgain(ticket, 3);
        await().untilAsserted(() -> assertThat(smsc.messages()).hasSize(2));
        var other = town.closedTicket("15400000002");
        awaitState(other, SurveyState.Kind.ASKED);
        assertThat(smsc.messages()).hasSize(3);
        assertThat(town.column("select count(*) from callback.survey where ticket = $1", ticket.value()))
                .containsExactly("2");
    }

    /** The event of a reopened ticket's later closing. */
    private void closeAgain(TicketNumber ticket, int version) {
        town.database
                .pool("ticketing")
                .preparedQuery("""
                        insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                        values ('north', $1, $2, 'HANDLED', now(), gen_random_uuid(), '{}')""")
                .execute(Tuple.of(ticket.value(), version))
                .await();
    }

    @Test
    void aClosingThatCommitsLateIsNotSkipped() {
        start();
        var late = town.registered(Optional.of(MOBILE));
        var connection = town.database.pool("ticketing").getConnection().await();
        var transaction = connection.begin().await();
        connection.preparedQuery("""
                        insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                        values ('north', $1, 2, 'HANDLED', now(), gen_random_uuid(), '{}')""").execute(Tuple.of(late.value())).await();
        var early = town.closedTicket("15400000002");
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(2))
                .until(() -> smsc.messages().isEmpty());
        transaction.commit().await();
        awaitState(late, SurveyState.Kind.ASKED);
        awaitState(early, SurveyState.Kind.ASKED);
        connection.close().await();
    }

    @Test
    void withoutAnSmsCentreSurveysWaitInSightAndGoOutWhenThereIsOne() {
        callbacks = town.callbacks(Optional.empty());
        callbacks.start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.WAITING);
        assertThat(callbacks.status().toString()).contains("WAITING=1", "NOT_SET_UP");
        callbacks.close();
        start();
        awaitState(ticket, SurveyState.Kind.ASKED);
        assertThat(smsc.messages()).hasSize(1);
    }

    @Test
    void nobodyIsAskedWhileTheSmsCentreIsAwayAndEverybodyOnceWhenItIsBack() {
        smsc.stop();
        start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.PLANNED);
        smsc.start();
        awaitState(ticket, SurveyState.Kind.ASKED);
        assertThat(smsc.messages()).hasSize(1);
    }

    @Test
    void citizensAreLeftAloneAtNight() {
        town.clock.set(Instant.parse("2026-11-22T14:00:00Z"));
        start();
        await().until(smsc::bound);
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.PLANNED);
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(2))
                .until(() -> smsc.messages().isEmpty());
        town.clock.set(Instant.parse("2026-11-23T00:00:00Z"));
        awaitState(ticket, SurveyState.Kind.ASKED);
    }

    @Test
    void whoLeftNoNumberIsNotAskedAndTheReasonIsSaid() {
        start();
        var number = town.registered(Optional.empty());
        town.ticketing.act(NORTH, number, new org.hotline12345.ticketing.TicketCommand.Answer(town.agent, "已答复。"));
        awaitState(number, SurveyState.Kind.NOT_ASKED);
        assertThat(callbacks.survey(NORTH, number).orElseThrow().state())
                .isEqualTo(new SurveyState.NotAsked("诉求人未留号码"));
    }

    @Test
    void anUnansweredSubmitIsUnknownAndNotSentAgain() {
        smsc.stayOpenButSilent(true);
        start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.ASKED);
        assertThat(callbacks.survey(NORTH, ticket).orElseThrow().attempts())
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.UNKNOWN);
        assertThat(smsc.submitted()).hasSize(1);
        smsc.stayOpenButSilent(false);
        smsc.write(MOBILE, "1");
        assertThat(state(ticket)).isEqualTo(SurveyState.Kind.ANSWERED);
    }

    @Test
    void rowsHoldNoNumberAndNoWordsOfACitizen() {
        start();
        var ticket = town.closedTicket(MOBILE);
        awaitState(ticket, SurveyState.Kind.ASKED);
        smsc.write(MOBILE, "我是张三");
        for (var table : List.of("survey", "attempt", "reply", "receipt", "follower")) {
            assertThat(town.column("select t::text from callback." + table + " t")
                            .toString())
                    .doesNotContain(MOBILE)
                    .doesNotContain("张三")
                    .doesNotContain(java.util.HexFormat.of()
                            .formatHex(MOBILE.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }
}
