package org.hotline12345.ticketing;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a person sees of a ticket beside the ticket itself.
 *
 * @param requester whole for the person whose step is next, masked for others
 * @param events what happened to it, first to last
 * @param allowed what the person can do with it as it stands
 * @param supervisionWays the ways of supervision that the hotline knows
 * @param origin where it comes from when it did not begin here
 */
public record ShownTicket(
        SeenRequester requester,
        List<TicketEvent> events,
        Set<TicketCommand.Kind> allowed,
        List<String> supervisionWays,
        Origin origin) {
    public ShownTicket {
        events = List.copyOf(events);
        // In the order of the commands, as the buttons stand.
        allowed = Collections.unmodifiableSet(
                allowed.isEmpty() ? EnumSet.noneOf(TicketCommand.Kind.class) : EnumSet.copyOf(allowed));
        supervisionWays = List.copyOf(supervisionWays);
    }
}
