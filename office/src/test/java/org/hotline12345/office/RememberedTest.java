package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void anAnswerIsAskedForOnceInItsWhile() {
        var remembered = new Remembered<String, Integer>(Duration.ofHours(1));
        assertThat(remembered.get("a", _ -> asked.incrementAndGet())).isEqualTo(1);
        assertThat(remembered.get("a", _ -> asked.incrementAndGet())).isEqualTo(1);
        assertThat(remembered.get("b", _ -> asked.incrementAndGet())).isEqualTo(2);
    }

    @Test
    void afterItsWhileItIsAskedForAnew() {
        var remembered = new Remembered<String, Integer>(Duration.ZERO);
        assertThat(remembered.get("a", _ -> asked.incrementAndGet())).isEqualTo(1);
        assertThat(remembered.get("a", _ -> asked.incrementAndGet())).isEqualTo(2);
    }

    @Test
    void whatIsForgottenIsAskedForAnew() {
        var remembered = new Remembered<String, Integer>(Duration.ofHours(1));
        remembered.get("a", _ -> asked.incrementAndGet());
        remembered.forget();
        assertThat(remembered.get("a", _ -> asked.incrementAndGet())).isEqualTo(2);
    }

    @Test
    void anAnswerFromBeforeAChangeIsNotKeptAfterIt() {
        var remembered = new Remembered<String, Integer>(Duration.ofHours(1));
        // The change comes while the old answer is on its way.
        var old = remembered.get("a", _ -> {
            remembered.forget();
            return asked.incrementAndGet();
        });
        assertThat(old).isEqualTo(1);
        assertThat(remembered.get("a", _ -> asked.incrementAndGet())).isEqualTo(2);
    }
}
