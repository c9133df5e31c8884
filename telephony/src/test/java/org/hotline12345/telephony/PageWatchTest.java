package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.office.PersonId;
import org.junit.jupiter.api.Test;

class PageWatchTest {
    private static final Instant NINE = Instant.parse("2026-11-25T01:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final PersonId AGENT = new PersonId(UUID.randomUUID());

    private final Set<PersonId> open = new HashSet<>();
    private final PageWatch pages = new PageWatch();

    PageWatchTest() {
        pages.ask(open::contains);
    }

    private boolean isGoneAfter(int seconds) {
        var now = NINE.plusSeconds(seconds);
        pages.look(AGENT, now);
        return pages.isGone(AGENT, now, LIMIT);
    }

    @Test
    void closedPageIsGoneAfterTheLimitUntilTheAgentIsReadyWithoutIt() {
        open.add(AGENT);
        assertThat(isGoneAfter(0)).isFalse();
        open.clear();
        assertThat(isGoneAfter(59)).isFalse();
        assertThat(isGoneAfter(60)).isTrue();
        assertThat(isGoneAfter(61)).isTrue();
        pages.forget(AGENT);
        assertThat(isGoneAfter(62)).isFalse();
    }

    @Test
    void pageThatComesBackInTimeWasNeverGone() {
        open.add(AGENT);
        assertThat(isGoneAfter(0)).isFalse();
        open.clear();
        assertThat(isGoneAfter(50)).isFalse();
        open.add(AGENT);
        assertThat(isGoneAfter(70)).isFalse();
        open.clear();
        assertThat(isGoneAfter(120)).isFalse();
        assertThat(isGoneAfter(130)).isTrue();
    }

    @Test
    void whoNeverHadAPageCannotLoseIt() {
        assertThat(isGoneAfter(0)).isFalse();
        assertThat(isGoneAfter(10_000)).isFalse();
    }

    @Test
    void pageOfWhoSignedOutIsForgotten() {
        open.add(AGENT);
        assertThat(isGoneAfter(0)).isFalse();
        pages.forget(AGENT);
        open.clear();
        assertThat(isGoneAfter(100)).isFalse();
    }
}
