package org.hotline12345.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12345.office.BadSettings;
import org.junit.jupiter.api.Test;

class KeptRunningTest {
    @Test
    void programThatDiesIsStartedAgainUntilItIsClosed() throws Exception {
        var kept = KeptRunning.launch("sleeper", KeptRunningTest::sleeper, KeptRunningTest::stop);
        var first = kept.pid();
        new Running(first).signal("KILL");
        await().atMost(Duration.ofSeconds(30)).until(() -> kept.restarts() == 1 && kept.isRunning());
        var second = kept.pid();
        assertThat(second).isNotEqualTo(first);

        kept.close();
        assertThat(new Running(second).isAlive()).isFalse();
        assertThat(kept.isRunning()).isFalse();
    }

    @Test
    void programThatDoesNotStartAgainIsTriedAgain() throws Exception {
        var starts = new AtomicInteger();
        try (var kept = KeptRunning.launch(
                "sleeper",
                () -> {
                    if (starts.incrementAndGet() == 2) {
                        throw new BadSettings("its port is still taken");
                    }
                    return sleeper();
                },
                KeptRunningTest::stop)) {
            new Running(kept.pid()).signal("KILL");
            await().atMost(Duration.ofSeconds(30)).until(() -> kept.restarts() == 1 && kept.isRunning());
            assertThat(starts).hasValue(3);
        }
    }

    @Test
    void firstStartMustSucceed() {
        assertThatThrownBy(() -> KeptRunning.launch(
                        "sleeper",
                        () -> {
                            throw new BadSettings("its port is taken");
                        },
                        KeptRunningTest::stop))
                .isInstanceOf(BadSettings.class);
    }

    private static Process sleeper() {
        try {
            return new ProcessBuilder("sleep", "300").start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
