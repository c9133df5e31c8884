package org.hotline12345.ops;

import java.time.Duration;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/**
 * Start configuration of the web server.
 *
 * @param bind address it listens on; another machine reaches it only when this is not 127.0.0.1
 * @param secureCookie whether browsers send the sign-in cookie over https only; true behind a TLS proxy
 * @param maxBodyBytes a larger request is refused with 413
 * @param requestLimit a request that takes longer is answered 503
 * @param mostAtWork requests of the interface that are worked on at once, by each of the two listeners; more are told to
 *     try again
 */
public record WebConfig(
        String bind, int port, boolean secureCookie, int maxBodyBytes, Duration requestLimit, int mostAtWork) {
    static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:-]{1,253}");

    static WebConfig read(Settings settings) {
        return new WebConfig(
                settings.text("bind", "127.0.0.1", ADDRESS, "an address or host name"),
                settings.port("port", 8345),
                settings.flag("secure-cookie", false),
                settings.number("max-body-bytes", 1 << 20, 1 << 10, 100 << 20),
                settings.duration(
                        "request-limit", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(10)),
                settings.number("most-at-work", 64, 4, 10_000));
    }
}
