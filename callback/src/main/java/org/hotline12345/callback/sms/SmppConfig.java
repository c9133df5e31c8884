package org.hotline12345.callback.sms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;

/**
 * Start configuration of the link to the SMS centre (SMPP 3.4), as the operator's contract gives it.
 *
 * @param passwordFile file with the account's password and nothing else
 * @param source the number that citizens see and answer to
 * @param destinationPrefix put before a mobile's 11 digits, such as 86; most operators in China want none
 * @param window how many messages may wait for the centre's answer at once
 * @param perSecond how many message parts may go out in a second
 * @param answerLimit how long the centre may take to answer
 * @param enquireLink how long the link may be silent before it is tried
 * @param reconnectMin the first pause before connecting again; it doubles up to {@code reconnectMax}
 * @param throttleTries how often a part that the centre refused for being busy is offered
 */
public record SmppConfig(
        String host,
        int port,
        String systemId,
        Path passwordFile,
        String systemType,
        String source,
        String destinationPrefix,
        Segmentation segmentation,
        int window,
        int perSecond,
        Duration answerLimit,
        Duration enquireLink,
        Duration reconnectMin,
        Duration reconnectMax,
        int throttleTries) {
    private static final int MAX_PASSWORD = 8;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{0,253}");
    private static final Pattern SYSTEM_ID = Pattern.compile("[!-~]{0,15}");
    private static final Pattern SYSTEM_TYPE = Pattern.compile("[!-~]{0,12}");
    private static final Pattern SOURCE = Pattern.compile("([0-9]{3,20})?");
    private static final Pattern PREFIX = Pattern.compile("[0-9]{0,4}");

    public SmppConfig {
        if (reconnectMin.compareTo(reconnectMax) > 0) {
            throw new IllegalArgumentException("reconnectMin " + reconnectMin + " is above " + reconnectMax);
        }
    }

    /** Empty when no host is given: then no message goes out and surveys by SMS wait. */
    public static Optional<SmppConfig> read(Settings settings) {
        // The keys may stand there empty, as in the sample of the configuration file.
        var host = settings.text("host", "", HOST, "a host name or address");
        var systemId = settings.text("system-id", "", SYSTEM_ID, "the account's name, up to 15 characters");
        var source = settings.text("source", "", SOURCE, "the number citizens see, 3 to 20 digits");
        var passwordFile = settings.text("password-file", "");
        var configured = !host.isEmpty();
        if (configured && systemId.isEmpty()) {
            settings.problem("system-id", "must be given: the account's name, 1 to 15 characters");
        }
        if (configured && source.isEmpty()) {
            settings.problem("source", "must be given: the number citizens see, 3 to 20 digits");
        }
        if (configured && passwordFile.isEmpty()) {
            settings.problem("password-file", "must be given: the file with the account's password");
        }
        var second = Duration.ofSeconds(1);
        var config = new SmppConfig(
                host,
                settings.port("port", 2775),
                systemId,
                Path.of(passwordFile),
                settings.text("system-type", "", SYSTEM_TYPE, "up to 12 characters"),
                source,
                settings.text("destination-prefix", "", PREFIX, "up to 4 digits"),
                settings.oneOf("segmentation", Segmentation.UDH, Segmentation.class),
                settings.number("window", 10, 1, 50),
                settings.number("per-second", 20, 1, 1_000),
                settings.duration("answer-limit", Duration.ofSeconds(10), second, Duration.ofMinutes(1)),
                settings.duration("enquire-link", Duration.ofSeconds(30), second, Duration.ofMinutes(5)),
                Duration.ofMillis(500),
                settings.duration("reconnect-max", Duration.ofMinutes(1), second, Duration.ofMinutes(10)),
                settings.number("throttle-tries", 5, 1, 20));
        return configured ? Optional.of(config) : Optional.empty();
    }

    /**
     * The account's password, read at each bind, so that a changed one needs no restart.
     *
     * @throws BadSettings when the file cannot be read or holds more than SMPP allows
     */
    String password() {
        try {
            var password = Files.readString(passwordFile).strip();
            if (password.length() > MAX_PASSWORD) {
                throw new BadSettings("callback.sms.password-file: " + passwordFile + " holds more than " + MAX_PASSWORD
                        + " characters, the most that SMPP allows");
            }
            return password;
        } catch (IOException e) {
            throw new BadSettings("callback.sms.password-file: " + passwordFile + " cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Short, for the log. */
    @Override
    public String toString() {
        return systemId + "@" + host + ":" + port;
    }
}
