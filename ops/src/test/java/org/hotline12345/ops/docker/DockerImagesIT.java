package org.hotline12345.ops.docker;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/**
 * The images that {@code ops/docker} builds, put together by configuration alone: a PostgreSQL 17 and an Asterisk that the
 * backend did not start, and a citizen's call that goes through all of them.
 */
class DockerImagesIT {
    private static final Path OPS = Path.of("").toAbsolutePath();
    private static final int SEAT_PORT = 25_101;
    private static final int CITIZEN_PORT = 25_120;

    // Before each, not before all: else the report counts no test at all instead of a skipped one.
    @BeforeEach
    void anEngineAnswers() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker engine answers; ops/docker/engine ensure says why, or starts one");
    }

    @Test
    void aCallThroughTheImagesLeavesItsRowAndItsRecording() throws Exception {
        var images = Images.build(OPS);
        try (var hotline = ContainedHotline.open(images, OPS)) {
            try {
                citizenTalksToAgent(hotline);
            } catch (AssertionError | RuntimeException e) {
                System.err.println(hotline.logs());
                throw e;
            }
        }
    }

    private static void citizenTalksToAgent(ContainedHotline hotline) throws Exception {
        assertThat(hotline.sql("show server_version_num")).startsWith("17");
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                hotline.asAsterisk("find", "/srv/hotline/prompts", "-name", "*.wav", "-readable"))
                        .as("prompts that the backend spoke and Asterisk may read")
                        .contains("greeting.wav"));

        var signedOn = hotline.sipp(
                "agent-registers",
                SEAT_PORT,
                ContainedHotline.SEAT + ";[authentication username=" + ContainedHotline.SEAT + " password="
                        + hotline.seatPassword() + "]",
                "-key",
                "expires",
                "3600");
        assertThat(signedOn.getExitCode()).as(signedOn.getStdout()).isZero();
        try (var agent = Visitor.signInFirst(hotline.webAddress(), "agent1", hotline.oneTimePassword("agent1"))) {
            assertThat(agent.post("/api/seat", new JsonObject().put("seat", ContainedHotline.SEAT))
                            .status())
                    .isEqualTo(204);
            var seat = CompletableFuture.supplyAsync(
                    () -> hotline.sipp("agent", SEAT_PORT, "-", "-set", "ring_ms", "700", "-set", "talk_ms", "3000"));
            var citizen = hotline.sipp(
                    "citizen-talks", CITIZEN_PORT, "15400000001", "-s", "12345", "-set", "talk_ms", "60000");
            assertThat(citizen.getExitCode()).as(citizen.getStdout()).isZero();
            var answered = seat.get(90, SECONDS);
            assertThat(answered.getExitCode()).as(answered.getStdout()).isZero();
        }

        await().atMost(ofSeconds(20)).untilAsserted(() -> {
            assertThat(hotline.sql("select outcome, seat, recording from telephony.v_call"))
                    .isEqualTo("ANSWERED|1001|t");
            assertThat(Visitor.stranger(hotline.webAddress()).get("/metrics").body())
                    .containsPattern("(?m)^hotline_calls_answered_total\\{[^}]*} 1\\.0$");
        });
        assertThat(hotline.asBackend("find", "/srv/hotline/recordings", "-name", "*.wav", "-size", "+20k", "-readable"))
                .as("a recording of some seconds that Asterisk wrote and the backend may read")
                .hasLineCount(1);
    }
}
