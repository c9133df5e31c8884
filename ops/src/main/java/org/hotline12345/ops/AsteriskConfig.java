package org.hotline12345.ops;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/**
 * Start configuration of the Asterisk that {@code ops/run} starts itself; an external one is configured where it runs.
 * Its manager (AMI) port and the FastAGI port stand under {@code telephony}, for the backend needs them too.
 *
 * @param embedded whether {@code ops/run} starts an Asterisk of its own
 * @param bind address of SIP and audio; phones on other machines need one that they can reach
 * @param rtpStart first of the UDP ports for audio
 * @param trunk addresses that citizens' calls come from, networks allowed
 * @param carrier where calls to citizens are sent, host:port
 * @param lines numbers of parallel lines beside the hotline's own, such as 12315; their greetings are in the profile
 * @param queues queues beside the hotline's own, which the profile's menus and lines lead to
 * @param offerSeconds how often the profile's callback offer is said again to who waits; 0 for never
 * @param recordTalks whether it records talks; the hotline's profile must say the same (telephony.record-talks)
 * @param seats the desks' telephones; each is a SIP account of that name
 */
public record AsteriskConfig(
        boolean embedded,
        String bind,
        int sipPort,
        int httpPort,
        int rtpStart,
        int rtpEnd,
        List<String> trunk,
        String carrier,
        List<String> lines,
        List<String> queues,
        int offerSeconds,
        boolean recordTalks,
        List<String> seats) {
    private static final Pattern HOST_AND_PORT = Pattern.compile("[0-9A-Za-z.-]{1,253}:[0-9]{1,5}");
    private static final Pattern LINE = Pattern.compile("[0-9]{3,12}");
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");
    private static final Pattern SEAT = Pattern.compile("[0-9]{3,6}");

    static AsteriskConfig read(Settings settings) {
        var config = new AsteriskConfig(
                settings.flag("embedded", true),
                settings.text("bind", "127.0.0.1", WebConfig.ADDRESS, "an address"),
                settings.port("sip-port", 5060),
                settings.port("http-port", 8088),
                settings.port("rtp-start", 20_000),
                settings.port("rtp-end", 20_999),
                settings.words("trunk", List.of("127.0.0.1")),
                settings.text("carrier", "127.0.0.1:5080", HOST_AND_PORT, "host:port"),
                settings.words("lines", List.of()),
                settings.words("queues", List.of()),
                (int) settings.duration("offer-every", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10))
                        .toSeconds(),
                settings.flag("record-talks", true),
                settings.words("seats", List.of("1001", "1002")));
        if (config.rtpEnd < config.rtpStart + 4) {
            settings.problem("rtp-end", "at least 4 more than rtp-start (" + config.rtpStart + ")");
        }
        if (!config.lines.stream().allMatch(line -> LINE.matcher(line).matches())) {
            settings.problem("lines", "a list of numbers of 3 to 12 digits");
        }
        if (!config.queues.stream().allMatch(queue -> QUEUE.matcher(queue).matches())) {
            settings.problem("queues", "a list of names: a letter, then letters, digits, '_' and '-', 32 at most");
        }
        if (config.seats.isEmpty()
                || !config.seats.stream().allMatch(seat -> SEAT.matcher(seat).matches())) {
            settings.problem("seats", "a list of numbers of 3 to 6 digits");
        }
        return config;
    }
}
