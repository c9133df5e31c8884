package org.hotline12345.ticketing.attention;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.likeness.Place;
import org.hotline12345.ticketing.likeness.Wording;

/**
 * A registered matter as it was read.
 *
 * @param category of the catalogue in force when it was read
 */
record Read(HotlineCode hotline, TicketNumber number, Instant registeredAt, Matter matter, Optional<String> category) {
    String place() {
        return Place.of(matter.area());
    }

    /** Whether both, which are about one place, are about one topic: of one category, or worded alike. */
    boolean isOfTopicOf(Read other, int alikePercent) {
        return (category.isPresent() && category.equals(other.category))
                || wording().alikePercent(other.wording()) >= alikePercent;
    }

    private Wording wording() {
        return Wording.of(matter).without(place());
    }
}
