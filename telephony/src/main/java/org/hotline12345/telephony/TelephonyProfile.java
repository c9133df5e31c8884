package org.hotline12345.telephony;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hotline12345.office.Settings;

/**
 * What a hotline's profile says about its calls (section {@code telephony}).
 *
 * @param greeting {@code greeting}: spoken first. A recording that is put into the prompts folder as
 *     {@code greeting.wav} is played in its place, and also when this program is away: it should hold the notice, too
 * @param recordingNotice {@code recording-notice}: spoken next: the law wants the caller to know of the recording. Empty
 *     when the greeting says it
 * @param sorry {@code sorry}: spoken when the caller has waited out the queue
 * @param queue {@code queue}: the queue in which callers wait. Default hotline
 * @param shortAbandoned {@code short-abandoned}: who hangs up in the queue within this time counts as a short
 *     abandonment, for offices that leave those out. Default 0s: none is left out
 * @param keepRecordings {@code keep-recordings}: recorded talks are deleted so long after the call arrived, unless they
 *     are held for a dispute. Default 365d
 */
public record TelephonyProfile(
        String greeting,
        String recordingNotice,
        String sorry,
        QueueName queue,
        Duration shortAbandoned,
        Duration keepRecordings) {
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public static TelephonyProfile read(Settings settings) {
        return new TelephonyProfile(
                settings.text("greeting", "您好，这里是12345政务服务便民热线。"),
                settings.text("recording-notice", "为保证服务质量，本次通话将被录音。"),
                settings.text("sorry", "对不起，现在话务员全忙，请您稍后再拨，我们也会主动回拨给您。"),
                new QueueName(settings.text("queue", "hotline", QUEUE, "1 to 64 of letters, digits, '_' and '-'")),
                settings.duration("short-abandoned", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1)),
                settings.duration("keep-recordings", Duration.ofDays(365), Duration.ofDays(1), Duration.ofDays(3_650)));
    }

    /** What a caller hears on arrival. */
    List<String> welcome() {
        return Stream.of(greeting, recordingNotice)
                .filter(text -> !text.isBlank())
                .toList();
    }
}
