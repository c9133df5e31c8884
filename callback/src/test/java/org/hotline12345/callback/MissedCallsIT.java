package org.hotline12345.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hotline12345.callback.TestTown.NORTH;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hotline12345.telephony.CallId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MissedCallsIT {
    private static final String CALLER = "15400000001";
    private static final Instant AT = TestTown.MORNING;

    private final TestTown town = new TestTown();
    private final Callbacks callbacks = town.callbacks(Optional.empty());

    @AfterEach
    void close() {
        callbacks.close();
        town.close();
    }

    private void abandoned(int number, Optional<String> caller, Duration later) {
        TestCalls.call(town, "pbx1-" + number + ".0", caller, AT.plus(later), true, false, "ABANDONED_QUEUE");
    }

    private void answered(int number, Duration later) {
        TestCalls.call(town, "pbx1-" + number + ".0", Optional.of(CALLER), AT.plus(later), true, true, "ANSWERED");
    }

    /** A row that changes after the call, such as when its recording is found. */
    private void touch(int number) {
        town.telephonyPool
                .preparedQuery("update telephony.call set recording = 'r', xid = pg_current_xact_id() where id = $1")
                .execute(Tuple.of("pbx1-" + number + ".0"))
                .await();
    }

    private void awaitMissed(String... rows) {
        await().untilAsserted(() -> assertThat(town.column(
                        "select state || ' ' || times from callback.v_missed_call order by first_missed_at"))
                .containsExactly(rows));
    }

    /** Everything that was written so far has been read when a later call has been. */
    private void awaitFollowed(int number, Duration later) {
        TestCalls.call(
                town,
                "pbx1-" + number + ".0",
                Optional.of("15400009999"),
                AT.plus(later),
                true,
                false,
                "ABANDONED_QUEUE");
        await().untilAsserted(() -> assertThat(
                        town.column("select call from callback.missed_ring where call = $1", "pbx1-" + number + ".0"))
                .hasSize(1));
    }

    @Test
    void callsMissedWhileTheBackendWasAwayAreOnTheListWithTheirTimes() {
        abandoned(1, Optional.of(CALLER), Duration.ZERO);
        abandoned(2, Optional.of(CALLER), Duration.ofMinutes(5));
        abandoned(3, Optional.of(CALLER), Duration.ofMinutes(9));
        callbacks.start();
        awaitMissed("OPEN 3");
        assertThat(callbacks.missedCalls(NORTH, 10)).singleElement().satisfies(missed -> {
            assertThat(missed.firstMissedAt()).isEqualTo(AT.plusSeconds(40));
            assertThat(missed.lastMissedAt()).isEqualTo(AT.plusSeconds(40 + 540));
            assertThat(missed.lastCall()).isEqualTo(new CallId("pbx1-3.0"));
            assertThat(town.telephony.callerOf(missed.lastCall()).masked()).isEqualTo("154****0001");
        });
    }

    @Test
    void whoMissedAFormerSystemIsNotRungBackFromHere() {
        abandoned(1, Optional.of(CALLER), Duration.ZERO);
        town.telephonyPool.query("""
                        insert into telephony.brought_in_call (call, hotline, outside, brought_in_at)
                        values ('pbx1-1.0', 'north', 'C1', now())""").execute().await();
        callbacks.start();
        awaitFollowed(2, Duration.ofMinutes(1));
        awaitMissed("OPEN 1");
        assertThat(town.column("select call from callback.missed_ring")).containsExactly("pbx1-2.0");
    }

    @Test
    void whoRingsAgainAndIsAnsweredIsOffTheListUntilMissedAnew() {
        callbacks.start();
        abandoned(1, Optional.of(CALLER), Duration.ZERO);
        awaitMissed("OPEN 1");
        answered(2, Duration.ofMinutes(5));
        awaitMissed("RANG_AGAIN 1");
        assertThat(callbacks.missedCalls(NORTH, 10)).isEmpty();
        abandoned(3, Optional.of(CALLER), Duration.ofMinutes(9));
        awaitMissed("RANG_AGAIN 1", "OPEN 1");
    }

    @Test
    void rowsThatChangeLaterCountNothingTwiceAndCloseNothingNewer() {
        answered(1, Duration.ZERO);
        abandoned(2, Optional.of(CALLER), Duration.ofMinutes(5));
        callbacks.start();
        awaitMissed("OPEN 1");
        touch(1);
        touch(2);
        awaitFollowed(3, Duration.ofMinutes(9));
        awaitMissed("OPEN 1", "OPEN 1");
    }

    @Test
    void aMissedCallWhoseRowComesAfterTheAnsweredOneOpensNothing() {
        abandoned(1, Optional.of(CALLER), Duration.ZERO);
        answered(2, Duration.ofMinutes(5));
        touch(1);
        callbacks.start();
        awaitFollowed(3, Duration.ofMinutes(9));
        awaitMissed("OPEN 1");
        assertThat(callbacks.missedCalls(NORTH, 10))
                .extracting(MissedCall::lastCall)
                .containsExactly(new CallId("pbx1-3.0"));
    }

    @Test
    void withheldNumbersAreCountedOnlyAndGreetingHangUpsAreNot() {
        callbacks.start();
        abandoned(1, Optional.empty(), Duration.ZERO);
        abandoned(2, Optional.empty(), Duration.ofMinutes(1));
        TestCalls.call(town, "pbx1-3.0", Optional.of(CALLER), AT, false, false, "ABANDONED_GREETING");
        awaitFollowed(4, Duration.ofMinutes(9));
        awaitMissed("WITHHELD 1", "WITHHELD 1", "OPEN 1");
        assertThat(callbacks.missedCalls(NORTH, 10)).hasSize(1);
    }
}
