package org.hotline12345.bulletin;

import java.util.Optional;

/**
 * Tickets of a period that count alike.
 *
 * @param unit whose they are; empty when it does not matter, or no unit has them
 * @param course how they went: DIRECT, DISPATCHED, WAITING, MERGED, ENDED
 * @param tickets how many
 */
public record TicketGroup(
        Optional<UnitThen> unit,
        String nature,
        String course,
        boolean done,
        boolean withDue,
        boolean inTime,
        boolean asked,
        Optional<String> rating,
        long tickets) {
    /** A unit as it was called when the facts were kept. */
    public record UnitThen(String code, String name, String group) {}

    TicketCounts counts() {
        var inTimeOfDone = done && withDue && inTime;
        return new TicketCounts(
                tickets,
                count(course.equals("DIRECT")),
                count(course.equals("DISPATCHED")),
                count(course.equals("WAITING")),
                count(course.equals("MERGED")),
                count(course.equals("ENDED")),
                count(done),
                count(done && withDue),
                count(inTimeOfDone),
                count(asked),
                count(rating.isPresent()),
                count(rating.equals(Optional.of("SATISFIED"))),
                count(rating.equals(Optional.of("BASICALLY_SATISFIED"))),
                count(rating.equals(Optional.of("DISSATISFIED"))),
                count(asked && rating.isEmpty()));
    }

    private long count(boolean counts) {
        return counts ? tickets : 0;
    }
}
