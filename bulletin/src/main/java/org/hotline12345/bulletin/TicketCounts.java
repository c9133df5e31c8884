package org.hotline12345.bulletin;

/**
 * Tickets of a period, or of one unit in it, and the surveys about them, counted once in the database.
 *
 * @param direct answered by the agent, never sent to a unit
 * @param waiting neither answered nor sent to a unit yet
 * @param merged stood for by another request (并单)
 * @param ended refused (不予受理) or taken back (撤诉): nothing is left to be done
 * @param closed done at the cut-off
 * @param closedWithDue done, of those that had a time limit
 * @param closedInTime of these, those whose accepted reply came within the limit
 * @param surveysAsked tickets whose citizen was asked; the last survey of a ticket counts
 * @param unrated asked, and no rating at the cut-off (未评价)
 */
record TicketCounts(
        long tickets,
        long direct,
        long dispatched,
        long waiting,
        long merged,
        long ended,
        long closed,
        long closedWithDue,
        long closedInTime,
        long surveysAsked,
        long surveysRated,
        long satisfied,
        long basicallySatisfied,
        long dissatisfied,
        long unrated) {
    static final TicketCounts NONE = new TicketCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What has to be done, or was. */
    long toBeDone() {
        return tickets - ended;
    }

    TicketCounts plus(TicketCounts other) {
        return new TicketCounts(
                tickets + other.tickets,
                direct + other.direct,
                dispatched + other.dispatched,
                waiting + other.waiting,
                merged + other.merged,
                ended + other.ended,
                closed + other.closed,
                closedWithDue + other.closedWithDue,
                closedInTime + other.closedInTime,
                surveysAsked + other.surveysAsked,
                surveysRated + other.surveysRated,
                satisfied + other.satisfied,
                basicallySatisfied + other.basicallySatisfied,
                dissatisfied + other.dissatisfied,
                unrated + other.unrated);
    }
}
