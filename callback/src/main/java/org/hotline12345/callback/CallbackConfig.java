package org.hotline12345.callback;

import java.time.Duration;
import java.util.Optional;
import org.hotline12345.callback.sms.SmppConfig;
import org.hotline12345.office.Settings;

/**
 * Start configuration of callback (section {@code callback} of the configuration file).
 *
 * @param poll {@code poll}: how often the logs of tickets and calls are read. Default 500ms
 * @param batchLimit {@code batch-limit}: so many events are read, and so many surveys begun, at once. Default 200
 * @param smsAtOnce {@code sms-at-once}: so many messages go out at the same time. Default 10
 * @param dialsAtOnce {@code dials-at-once}: so many citizens are called at the same time. Default 5
 * @param sms {@code sms}: the SMS centre; without its {@code host} there is none and surveys by SMS wait
 */
public record CallbackConfig(Duration poll, int batchLimit, int smsAtOnce, int dialsAtOnce, Optional<SmppConfig> sms) {
    public static CallbackConfig read(Settings settings) {
        return new CallbackConfig(
                settings.duration("poll", Duration.ofMillis(500), Duration.ofMillis(10), Duration.ofMinutes(1)),
                settings.number("batch-limit", 200, 1, 10_000),
                settings.number("sms-at-once", 10, 1, 50),
                settings.number("dials-at-once", 5, 1, 1_000),
                SmppConfig.read(settings.section("sms")));
    }
}
