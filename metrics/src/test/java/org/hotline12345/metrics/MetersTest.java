package org.hotline12345.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hotline12345.telephony.AgentState;
import org.hotline12345.telephony.LinkState;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static List<String> lines(Sample sample) {
        return sample.scrape().lines().toList();
    }

    @Test
    void aMorningIsCountedOnceForEachCall() {
        assertThat(lines(Sample.morning()))
                .contains(
                        "hotline_calls_offered_total{hotline=\"north\",line=\"12345\"} 4.0",
                        "hotline_calls_answered_total{hotline=\"north\",line=\"12345\"} 3.0",
                        "hotline_calls_abandoned_total{hotline=\"north\",line=\"12345\",stage=\"waiting\"} 1.0",
                        "hotline_calls_abandoned_total{hotline=\"north\",line=\"12345\",stage=\"greeting\"} 0.0",
                        "hotline_calls_left_out_total{counted=\"not_offered\",hotline=\"north\",line=\"12345\",stage=\"greeting\"} 1.0",
                        "hotline_calls_answered_in_limit_total{hotline=\"north\",line=\"12345\"} 2.0",
                        "hotline_calls_answer_limit_base_total{hotline=\"north\",line=\"12345\"} 3.0",
                        "hotline_calls_now{state=\"queue\"} 1.0",
                        "hotline_calls_now{state=\"talking\"} 0.0",
                        "hotline_surveys_asked_total{channel=\"sms\",hotline=\"north\"} 1.0",
                        "hotline_surveys_answered_total{channel=\"sms\",hotline=\"north\",rating=\"satisfied\"} 1.0");
    }

    @Test
    void anAnswerAtFifteenSecondsCountsAsWithinFifteenSeconds() {
        assertThat(lines(Sample.morning()))
                .contains(
                        "hotline_call_wait_seconds_bucket{hotline=\"north\",le=\"10.0\"} 1",
                        "hotline_call_wait_seconds_bucket{hotline=\"north\",le=\"15.0\"} 2",
                        "hotline_call_wait_seconds_bucket{hotline=\"north\",le=\"20.0\"} 3",
                        "hotline_call_wait_seconds_count{hotline=\"north\"} 3",
                        "hotline_call_wait_seconds_sum{hotline=\"north\"} 35.0");
    }

    @Test
    void countersStandAtNullBeforeTheFirstEvent() {
        assertThat(lines(new Sample()))
                .contains(
                        "hotline_calls_offered_total{hotline=\"north\",line=\"12345\"} 0.0",
                        "hotline_tickets_total{hotline=\"north\",state=\"handled\"} 0.0",
                        "hotline_surveys_answered_total{channel=\"voice\",hotline=\"north\",rating=\"dissatisfied\"} 0.0");
    }

    @Test
    void whatIsNowIsAskedAtEachScrape() {
        var sample = new Sample();
        var call = sample.answeredAfter(Duration.ofSeconds(3));
        sample.open.add(call);
        sample.connected = false;
        assertThat(lines(sample))
                .contains("hotline_calls_now{state=\"talking\"} 1.0", "hotline_asterisk_connected 0.0");
        sample.open.clear();
        sample.connected = true;
        assertThat(lines(sample))
                .contains("hotline_calls_now{state=\"talking\"} 0.0", "hotline_asterisk_connected 1.0");
    }

    @Test
    void everyChangeOfTheLinkIsCountedByItsState() {
        var sample = new Sample();
        sample.meters.heard(LinkState.CONNECTED);
        sample.meters.heard(LinkState.LOST);
        sample.meters.heard(LinkState.CONNECTED);
        assertThat(lines(sample))
                .contains(
                        "hotline_asterisk_link_changes_total{state=\"connected\"} 2.0",
                        "hotline_asterisk_link_changes_total{state=\"lost\"} 1.0",
                        "hotline_asterisk_link_changes_total{state=\"untrusted\"} 0.0");
    }

    @Test
    void aCallWhoseEndIsUnknownIsNeitherAnsweredNorAbandoned() {
        var sample = new Sample();
        sample.interrupted(sample.queued());
        assertThat(lines(sample))
                .contains(
                        "hotline_calls_interrupted_total{hotline=\"north\",line=\"12345\"} 1.0",
                        "hotline_calls_offered_total{hotline=\"north\",line=\"12345\"} 1.0",
                        "hotline_calls_abandoned_total{hotline=\"north\",line=\"12345\",stage=\"waiting\"} 0.0");
    }

    @Test
    void profileThatLeavesShortOnesOutLeavesThemOutOnTheWallToo() {
        var sample = new Sample();
        sample.profile = "{short-abandoned: 5s, short-abandoned-as: NOT_OFFERED, answer-limit-over: OFFERED}";
        sample.left(sample.queued(), Duration.ofSeconds(5));
        sample.left(sample.queued(), Duration.ofMillis(5_001));
        sample.answeredAfter(Duration.ofSeconds(20));
        assertThat(lines(sample))
                .contains(
                        "hotline_calls_offered_total{hotline=\"north\",line=\"12345\"} 2.0",
                        "hotline_calls_abandoned_total{hotline=\"north\",line=\"12345\",stage=\"waiting\"} 1.0",
                        "hotline_calls_left_out_total{counted=\"not_offered\",hotline=\"north\",line=\"12345\",stage=\"waiting\"} 1.0",
                        "hotline_calls_short_abandoned_total{hotline=\"north\",line=\"12345\"} 1.0",
                        "hotline_calls_answered_in_limit_total{hotline=\"north\",line=\"12345\"} 0.0",
                        "hotline_calls_answer_limit_base_total{hotline=\"north\",line=\"12345\"} 2.0");
    }

    @Test
    void dialledNumbersThatNoProfileNamesShareOneLine() {
        var sample = new Sample();
        for (int i = 0; i < 50; i++) {
            sample.left(sample.queued("1230" + i));
        }
        sample.open.add(sample.queued("99999"));
        assertThat(lines(sample))
                .contains(
                        "hotline_calls_offered_total{hotline=\"north\",line=\"other\"} 50.0",
                        "hotline_calls_offered_total{hotline=\"north\",line=\"12315\"} 0.0",
                        "hotline_calls_waiting{hotline=\"north\",line=\"other\",queue=\"hotline\"} 1.0")
                .noneMatch(line -> line.contains("line=\"1230") || line.contains("99999"));
    }

    @Test
    void whoWaitsIsShownWithTheLongestWaitAndTheQueueStaysWhenItIsEmpty() {
        var sample = new Sample();
        assertThat(lines(sample))
                .contains("hotline_calls_waiting{hotline=\"north\",line=\"12345\",queue=\"hotline\"} 0.0");
        sample.open.add(sample.queued());
        sample.open.add(sample.queued());
        sample.open.add(sample.answeredAfter(Duration.ofSeconds(3)));
        assertThat(lines(sample))
                .contains(
                        "hotline_calls_waiting{hotline=\"north\",line=\"12345\",queue=\"hotline\"} 2.0",
                        "hotline_calls_longest_wait_seconds{hotline=\"north\",line=\"12345\",queue=\"hotline\"} 60.0");
        sample.open.clear();
        assertThat(lines(sample))
                .contains(
                        "hotline_calls_waiting{hotline=\"north\",line=\"12345\",queue=\"hotline\"} 0.0",
                        "hotline_calls_longest_wait_seconds{hotline=\"north\",line=\"12345\",queue=\"hotline\"} 0.0");
    }

    @Test
    void callsThatEndWhileTheDatabaseIsAwayAreCountedOnceWhenItIsBack() {
        var sample = new Sample();
        sample.databaseIsAway = true;
        sample.left(sample.queued());
        sample.left(sample.queued());
        assertThatThrownBy(() -> lines(sample)).hasMessageContaining("away");
        assertThatThrownBy(() -> lines(sample)).hasMessageContaining("away");
        sample.databaseIsAway = false;
        lines(sample);
        assertThat(lines(sample))
                .contains("hotline_calls_abandoned_total{hotline=\"north\",line=\"12345\",stage=\"waiting\"} 2.0");
    }

    @Test
    void agentsAreCountedByWhatTheyDo() {
        var sample = new Sample();
        sample.agent(new AgentState.Ready(Sample.AT));
        sample.agent(new AgentState.Ready(Sample.AT));
        sample.agent(new AgentState.OnBreak(Sample.AT, "用餐"));
        assertThat(lines(sample))
                .contains(
                        "hotline_agents{hotline=\"north\",state=\"ready\"} 2.0",
                        "hotline_agents{hotline=\"north\",state=\"break\"} 1.0",
                        "hotline_agents{hotline=\"north\",state=\"after_call\"} 0.0")
                .noneMatch(line -> line.contains("用餐"));
    }

    @Test
    void eachAsteriskSaysHowItsLinkStandsAndUpToWhenItsCallsAreKnown() {
        var sample = new Sample();
        var at = String.valueOf(Sample.AT.getEpochSecond() / 1e9).replace("E9", "");
        assertThat(lines(sample))
                .contains(
                        "hotline_asterisk_link{node=\"pbx1\",state=\"connected\"} 1.0",
                        "hotline_asterisk_link{node=\"pbx1\",state=\"lost\"} 0.0",
                        "hotline_asterisk_complete_until_timestamp_seconds{node=\"pbx1\"} " + at + "E9",
                        "hotline_calls_complete_until_timestamp_seconds " + at + "E9",
                        "hotline_asterisk_gaps{node=\"pbx1\"} 3.0",
                        "hotline_asterisk_gaps_open{node=\"pbx1\"} 1.0",
                        "hotline_asterisk_events_waiting{node=\"pbx1\"} 12.0",
                        "hotline_asterisk_clock_ahead_seconds{node=\"pbx1\"} -0.25",
                        "hotline_calls_settled_total{node=\"pbx1\"} 40.0",
                        "hotline_calls_corrected_total{node=\"pbx1\"} 1.0",
                        "hotline_calls_unsettled 2.0",
                        "hotline_agi_conversations 4.0",
                        "hotline_agi_refused_total 5.0");
        sample.link = Optional.of(LinkState.LOST);
        sample.completeUntil = Optional.empty();
        sample.backlog = Optional.empty();
        assertThat(lines(sample))
                .contains(
                        "hotline_asterisk_link{node=\"pbx1\",state=\"connected\"} 0.0",
                        "hotline_asterisk_link{node=\"pbx1\",state=\"lost\"} 1.0",
                        "hotline_calls_complete_until_timestamp_seconds NaN",
                        "hotline_asterisk_gaps_open{node=\"pbx1\"} NaN",
                        "hotline_calls_unsettled NaN");
    }

    @Test
    void everyMeterHasItsHelpSentence() {
        var scrape = Sample.morning().scrape();
        for (var meter : Sample.morning().all()) {
            assertThat(meter.getId().getDescription()).isNotBlank();
        }
        assertThat(scrape).contains("# HELP hotline_calls_offered_total Calls that count as offered by the profile");
    }
}
