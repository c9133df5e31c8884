package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmiInboxTest {
    private static final AmiArrival UP = new AmiArrival.Up(Instant.EPOCH);

    private final AmiInbox inbox = new AmiInbox(10);
    private final List<String> resumed = new ArrayList<>();

    @Test
    void fullInboxStopsTheSenderUntilHalfOfItIsTaken() throws InterruptedException {
        assertThat(put("sender", 9)).as("must stop").isFalse();
        assertThat(put("sender", 1)).as("must stop").isTrue();
        inbox.take(4);
        assertThat(resumed).isEmpty();
        assertThat(put("sender", 1)).as("must stop").isTrue();
        inbox.take(2);
        assertThat(resumed).containsExactly("sender");
        assertThat(put("sender", 1)).as("must stop").isFalse();
    }

    @Test
    void connectionMadeWhileTheInboxIsFullIsTheOneThatReadsOn() throws InterruptedException {
        put("broken", 10);
        inbox.take(1);
        assertThat(put("new", 0)).as("must stop").isTrue();
        inbox.take(10);
        assertThat(resumed).containsExactly("new");
    }

    @Test
    void whatIsStillInAClosedInboxCanBeTaken() throws InterruptedException {
        put("sender", 2);
        inbox.close();
        assertThat(inbox.take(10)).hasSize(2);
        assertThat(inbox.take(10)).isEmpty();
    }

    private boolean put(String sender, int arrivals) {
        return inbox.put(Collections.nCopies(arrivals, UP), () -> resumed.add(sender));
    }
}
