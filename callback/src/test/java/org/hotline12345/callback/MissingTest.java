package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.callback.Missing.CallFacts;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.CallId;
import org.junit.jupiter.api.Test;

class MissingTest {
    private static final Instant AT = Instant.parse("2026-11-22T01:00:00Z");

    private static Missing read(boolean queued, boolean answered, String outcome) {
        return Missing.read(new CallFacts(
                new CallId("pbx1-1.0"),
                new HotlineCode("north"),
                Optional.empty(),
                queued ? Optional.of(AT) : Optional.empty(),
                answered ? Optional.of(AT.plusSeconds(5)) : Optional.empty(),
                outcome == null ? Optional.empty() : Optional.of(AT.plusSeconds(9)),
                Optional.ofNullable(outcome)));
    }

    @Test
    void whoWaitedInVainIsMissed() {
        assertThat(read(true, false, "ABANDONED_QUEUE")).isEqualTo(Missing.MISSED);
        assertThat(read(true, false, "INTERRUPTED")).isEqualTo(Missing.MISSED);
    }

    @Test
    void whoLeftBeforeAskingForAnAgentIsNot() {
        assertThat(read(false, false, "ABANDONED_GREETING")).isEqualTo(Missing.NEITHER);
        assertThat(read(false, false, "INTERRUPTED")).isEqualTo(Missing.NEITHER);
    }

    @Test
    void whoStillWaitsIsNotMissedYet() {
        assertThat(read(true, false, null)).isEqualTo(Missing.NEITHER);
    }

    @Test
    void whoTalksOrTalkedIsAnswered() {
        assertThat(read(true, true, null)).isEqualTo(Missing.ANSWERED);
        assertThat(read(true, true, "ANSWERED")).isEqualTo(Missing.ANSWERED);
    }
}
