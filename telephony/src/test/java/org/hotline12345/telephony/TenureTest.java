package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the holder of a lease may do when, by its own clock alone. */
class TenureTest {
    private static final Duration LENGTH = Duration.ofSeconds(8);
    private static final long ASKED = 5_000_000_000L;

    private final Tenure tenure = new Tenure(new Fence("pbx1", 7), ASKED, LENGTH);

    private static long after(long millis) {
        return ASKED + millis * 1_000_000;
    }

    @Test
    void leaseIsProlongedAfterAQuarterAndEndsAfterThree() {
        assertThat(tenure.due(after(0))).isEqualTo(Tenure.Due.NOTHING);
        assertThat(tenure.due(after(1_999))).isEqualTo(Tenure.Due.NOTHING);
        assertThat(tenure.due(after(2_000))).isEqualTo(Tenure.Due.PROLONG);
        assertThat(tenure.due(after(5_999))).isEqualTo(Tenure.Due.PROLONG);
        assertThat(tenure.due(after(6_000))).isEqualTo(Tenure.Due.END);
    }

    /** The database counts from a later moment, so that this one is over a quarter of the length before anybody may take it. */
    @Test
    void linkIsClosedBeforeTheDatabaseGivesTheLeaseToAnother() {
        var earliestTakeover = ASKED + LENGTH.toNanos();
        assertThat(tenure.due(earliestTakeover - LENGTH.dividedBy(4).toNanos())).isEqualTo(Tenure.Due.END);
    }

    @Test
    void processThatSleptThroughTheEndMayOnlyStop() {
        assertThat(tenure.due(after(3_600_000))).isEqualTo(Tenure.Due.END);
        assertThat(tenure.left(after(3_600_000))).isZero();
        assertThat(tenure.rest(after(3_600_000))).isZero();
    }

    @Test
    void prolongingCountsFromTheAskingNotFromTheAnswer() {
        var prolonged = tenure.prolonged(after(2_000));
        assertThat(prolonged.due(after(7_999))).isEqualTo(Tenure.Due.PROLONG);
        assertThat(prolonged.due(after(8_000))).isEqualTo(Tenure.Due.END);
        assertThat(prolonged.fence()).isEqualTo(tenure.fence());
    }

    @Test
    void waitsEndWhenSomethingIsDue() {
        assertThat(tenure.rest(after(500))).isEqualTo(Duration.ofMillis(1_500));
        assertThat(tenure.left(after(500))).isEqualTo(Duration.ofMillis(5_500));
    }

    /** {@link System#nanoTime} may begin anywhere and pass its largest value. */
    @Test
    void clockThatPassesItsLargestValueChangesNothing() {
        var late = new Tenure(new Fence("pbx1", 7), Long.MAX_VALUE - 1_000_000_000L, LENGTH);
        assertThat(late.due(Long.MIN_VALUE)).isEqualTo(Tenure.Due.NOTHING);
        assertThat(late.due(Long.MIN_VALUE + 1_500_000_000L)).isEqualTo(Tenure.Due.PROLONG);
        assertThat(late.due(Long.MIN_VALUE + 6_000_000_000L)).isEqualTo(Tenure.Due.END);
    }
}
