package org.hotline12345.telephony;

import java.time.Duration;
import java.util.Optional;

/**
 * Who waits before a new caller.
 *
 * @param callers how many wait in the queue
 * @param usual about how long it takes, as the last callers have waited; empty when nobody has been answered lately
 */
public record Ahead(int callers, Optional<Duration> usual) {
    static final Ahead NOBODY = new Ahead(0, Optional.empty());
    private static final int MANY = 20;
    private static final int LONG_MINUTES = 30;

    /** What the caller is told: of few kinds, because each is a file that must be spoken once. */
    String words() {
        var place = callers > MANY ? "您前面还有" + MANY + "多位来电人在等候" : "您前面还有" + callers + "位来电人在等候";
        return place + usual.map(Ahead::about).orElse("") + "。";
    }

    private static String about(Duration wait) {
        var minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
        return minutes > LONG_MINUTES ? "，预计等待" + LONG_MINUTES + "分钟以上" : "，预计等待约" + minutes + "分钟";
    }
}
