package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;

/**
 * A program that files requests for citizens: a WeChat account, an app, a mailbox, a 311 client.
 *
 * @param channels the ways it may name; the first is meant where the program names none
 * @param perMinute how many requests it may send in a minute
 */
public record IntakeClient(
        UUID id,
        HotlineCode hotline,
        String name,
        List<Channel> channels,
        int perMinute,
        Instant addedAt,
        Optional<Instant> revokedAt) {
    static final int MOST_PER_MINUTE = 6_000;
    private static final int MAX_NAME = 50;

    public IntakeClient {
        name = Texts.line("name", name, MAX_NAME);
        channels = List.copyOf(channels);
        if (channels.isEmpty() || channels.contains(Channel.PHONE)) {
            throw new IllegalArgumentException("channels are some of WECHAT, APP, SMS, MAILBOX and WEB");
        }
        if (perMinute < 1 || perMinute > MOST_PER_MINUTE) {
            throw new IllegalArgumentException("per minute: 1 to " + MOST_PER_MINUTE);
        }
    }
}
