package org.hotline12345.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.hotline12345.telephony.LinkState;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static List<String> lines(Sample sample) {
        return sample.registry.scrape().lines().toList();
    }

    @Test
    void aMorningIsCountedOnceForEachCall() {
        assertThat(lines(Sample.morning()))
                .contains(
                        "hotline_calls_offered_total{hotline=\"north\",line=\"12345\"} 5.0",
                        "hotline_calls_answered_total{hotline=\"north\",line=\"12345\"} 3.0",
                        "hotline_calls_abandoned_total{hotline=\"north\",stage=\"queue\"} 1.0",
                        "hotline_calls_abandoned_total{hotline=\"north\",stage=\"greeting\"} 1.0",
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
                        "hotline_calls_interrupted_total{hotline=\"north\"} 1.0",
                        "hotline_calls_abandoned_total{hotline=\"north\",stage=\"queue\"} 0.0");
    }

    @Test
    void everyMeterHasItsHelpSentence() {
        var scrape = Sample.morning().registry.scrape();
        for (var meter : Sample.morning().registry.getMeters()) {
            assertThat(meter.getId().getDescription()).isNotBlank();
        }
        assertThat(scrape).contains("# HELP hotline_calls_offered_total Calls whose caller asked for an agent");
    }
}
