package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import org.hotline12345.office.Refused;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final Instant NOW = Instant.parse("2026-11-25T01:00:00Z");
    private final Throttle throttle = new Throttle(Duration.ofMinutes(1), 3);

    @Test
    void theOneTooManyIsToldWhenToComeAgain() {
        throttle.pass("a", 2, NOW);
        throttle.pass("a", 2, NOW.plusSeconds(10));
        assertThatThrownBy(() -> throttle.pass("a", 2, NOW.plusSeconds(30)))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.retryAfter()).contains(Duration.ofSeconds(30)));
        throttle.pass("b", 2, NOW.plusSeconds(30));
        throttle.pass("a", 2, NOW.plusSeconds(60));
    }

    @Test
    void ofMoreKeysThanItHoldsTheOldestIsForgotten() {
        for (var key : new String[] {"a", "b", "c", "d"}) {
            throttle.pass(key, 1, NOW);
        }
        throttle.pass("a", 1, NOW);
        assertThat(throttle.isSpent("d", 1, NOW)).isTrue();
    }
}
