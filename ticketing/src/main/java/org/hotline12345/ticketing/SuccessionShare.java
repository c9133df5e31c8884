package org.hotline12345.ticketing;

import java.util.Optional;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.catalogue.Catalogue;

/** Which open tickets of a unit that is split go to one of its successors. What no share names goes to the first of them. */
public sealed interface SuccessionShare {
    UnitCode to();

    /** Those of a category, as the dispatch catalogue in force reads it from the text. */
    record OfCategory(String category, UnitCode to) implements SuccessionShare {}

    /** Those of an area, as people name it: by the ticket's place, else by its text. */
    record OfArea(String area, UnitCode to) implements SuccessionShare {}

    /** One that is named. */
    record OfTicket(TicketNumber number, UnitCode to) implements SuccessionShare {}

    default boolean fits(Ticket ticket, Optional<Catalogue> inForce) {
        var matter = ticket.matter();
        return switch (this) {
            case OfCategory(var category, var _) ->
                inForce.flatMap(catalogue -> catalogue.categoryOf(matter))
                        .filter(category::equals)
                        .isPresent();
            case OfArea(var area, var _) ->
                matter.area()
                        .orElseGet(() -> matter.title() + '\n' + matter.content())
                        .contains(area);
            case OfTicket(var number, var _) -> ticket.number().equals(number);
        };
    }
}
