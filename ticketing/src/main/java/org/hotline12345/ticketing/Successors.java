package org.hotline12345.ticketing;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.catalogue.Catalogue;

/** Who goes on with the work of a unit that is no more. */
public final class Successors {
    /** A successor may end in its turn; more links than this no office has. */
    private static final int MOST_LINKS = 50;

    private final Office office;
    private final BiFunction<HotlineCode, UnitCode, List<SuccessionShare>> shares;

    /** @param shares of a unit with several successors, first to last */
    Successors(Office office, BiFunction<HotlineCode, UnitCode, List<SuccessionShare>> shares) {
        this.office = office;
        this.shares = shares;
    }

    /** Whether there is such a unit today. */
    public boolean isOver(HotlineCode hotline, UnitCode unit) {
        return office.unit(hotline, unit)
                .filter(one -> one.life().isOver(office.today(hotline)))
                .isPresent();
    }

    /**
     * Who has a ticket of that unit now: the unit itself while there is one.
     *
     * @return empty when nobody follows
     */
    public Optional<UnitCode> of(Ticket ticket, UnitCode unit, Optional<Catalogue> inForce) {
        var hotline = ticket.hotline();
        var one = unit;
        for (int link = 0; link < MOST_LINKS && isOver(hotline, one); link++) {
            var next = next(ticket, office.unit(hotline, one).orElseThrow(), inForce);
            if (next.isEmpty()) {
                return next;
            }
            one = next.get();
        }
        return Optional.of(one);
    }

    private Optional<UnitCode> next(Ticket ticket, Unit unit, Optional<Catalogue> inForce) {
        var successors = unit.life().end().orElseThrow().successors();
        return successors.size() < 2
                ? successors.stream().findFirst()
                : Optional.of(first(ticket, successors, shares.apply(unit.hotline(), unit.code()), inForce));
    }

    /** A ticket that is named goes where it is named for; else the first share counts that fits. */
    static UnitCode first(
            Ticket ticket, List<UnitCode> successors, List<SuccessionShare> shares, Optional<Catalogue> inForce) {
        return shares.stream()
                .filter(share -> share instanceof SuccessionShare.OfTicket)
                .filter(share -> share.fits(ticket, inForce))
                .findFirst()
                .or(() -> shares.stream()
                        .filter(share -> share.fits(ticket, inForce))
                        .findFirst())
                .map(SuccessionShare::to)
                .orElse(successors.getFirst());
    }
}
