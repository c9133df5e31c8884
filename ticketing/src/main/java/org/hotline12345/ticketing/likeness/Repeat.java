package org.hotline12345.ticketing.likeness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketStage;

/**
 * A ticket that another one may be merged into (并单), as both seem to be one matter.
 *
 * @param reasons in words that a dispatcher reads
 */
public record Repeat(
        TicketNumber number,
        String title,
        TicketStage stage,
        Instant registeredAt,
        int alikePercent,
        List<String> reasons) {
    /** Who asks again uses other words; who asks from elsewhere about the same must use nearly the same. */
    private static final int OF_SAME_CALLER = 2;

    private static final int FROM_ANYWHERE = 2;
    private static final int MOST = 5;

    public Repeat {
        reasons = List.copyOf(reasons);
    }

    /**
     * Those of the candidates that seem to be the same matter, the surest first.
     *
     * @param alikePercent how alike two texts about the same place must be; half of it suffices of one caller, the double is
     *     asked for where neither caller nor place is the same
     */
    public static List<Repeat> among(List<Alike> candidates, Ticket ticket, int alikePercent) {
        var place = Place.of(ticket.matter().area());
        var wording = Wording.of(ticket.matter()).without(place);
        return candidates.stream()
                .filter(one -> isOpen(one.stage()) && !one.number().equals(ticket.number()))
                .flatMap(one -> of(one, wording, place, alikePercent).stream())
                .sorted(Comparator.comparingInt(
                                (Repeat repeat) -> repeat.reasons().size())
                        .thenComparingInt(Repeat::alikePercent)
                        .reversed()
                        .thenComparing(Repeat::number))
                .limit(MOST)
                .toList();
    }

    private static Optional<Repeat> of(Alike one, Wording wording, String place, int alikePercent) {
        int percent =
                wording.alikePercent(Wording.of(one.title(), one.content()).without(place));
        var samePlace = !place.isEmpty() && place.equals(one.place());
        int needed = one.sameCaller()
                ? alikePercent / OF_SAME_CALLER
                : samePlace ? alikePercent : Math.min(100, alikePercent * FROM_ANYWHERE);
        if (percent < needed) {
            return Optional.empty();
        }
        var reasons = new ArrayList<String>();
        if (one.sameCaller()) {
            reasons.add("同一来电号码");
        }
        if (samePlace) {
            reasons.add("同一地点：" + place);
        }
        reasons.add("内容相似 " + percent + "%");
        return Optional.of(new Repeat(one.number(), one.title(), one.stage(), one.registeredAt(), percent, reasons));
    }

    /** What stands for others is still worked on. */
    private static boolean isOpen(TicketStage stage) {
        return switch (stage) {
            case REGISTERED, DISPATCHED, IN_HAND, RETURN_REQUESTED, REPLIED -> true;
            case HANDLED, CLOSED, SUSPENDED, MERGED, REJECTED, WITHDRAWN, VOIDED, ARCHIVED -> false;
        };
    }
}
