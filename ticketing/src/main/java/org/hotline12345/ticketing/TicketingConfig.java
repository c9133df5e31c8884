package org.hotline12345.ticketing;

import java.nio.file.Path;
import org.hotline12345.office.Settings;

/**
 * Start configuration of ticketing.
 *
 * @param popHistory how many earlier calls and tickets of the caller the screen pop shows
 * @param intake what comes in without an agent
 */
public record TicketingConfig(int popHistory, IntakeConfig intake) {
    /** With the defaults for what comes in without an agent. */
    public TicketingConfig(int popHistory) {
        this(popHistory, IntakeConfig.defaults());
    }

    public static TicketingConfig read(Settings settings) {
        return new TicketingConfig(
                settings.number("pop-history", 5, 0, 50), IntakeConfig.read(settings.section("intake")));
    }

    /** The same with folders inside the data folder. */
    public TicketingConfig within(Path data) {
        return new TicketingConfig(popHistory, intake.within(data));
    }
}
