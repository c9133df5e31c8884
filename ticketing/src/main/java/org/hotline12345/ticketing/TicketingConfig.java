package org.hotline12345.ticketing;

import org.hotline12345.office.Settings;

/**
 * Start configuration of ticketing.
 *
 * @param popHistory how many earlier calls and tickets of the caller the screen pop shows
 */
public record TicketingConfig(int popHistory) {
    public static TicketingConfig read(Settings settings) {
        return new TicketingConfig(settings.number("pop-history", 5, 0, 50));
    }
}
