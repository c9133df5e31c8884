package org.hotline12345.bulletin.entered;

import java.time.Clock;
import java.util.List;
import org.hotline12345.bulletin.EnteredScore;
import org.hotline12345.bulletin.FigureImports;
import org.hotline12345.bulletin.PastFigure;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Kept;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;

/** Where people enter figures that no row gives. */
public final class EnteredDesk implements FigureImports {
    /** To enter scores and bases. */
    public static final Right ENTER = new Right("bulletin.enter");

    private final PgEntered entered;
    private final PgPast past;
    private final Office office;
    private final Clock clock;

    public EnteredDesk(PgEntered entered, PgPast past, Office office, Clock clock) {
        this.entered = entered;
        this.past = past;
        this.office = office;
        this.clock = clock;
    }

    /**
     * Enters a figure, or corrects the one that stands there.
     *
     * @throws Refused (unknown) when the hotline has no such unit, (conflict) when it stands there as it is
     */
    public void enter(SignedIn who, HotlineCode hotline, EnteredScore score) {
        who.require(hotline, ENTER);
        score.unit().ifPresent(unit -> {
            if (office.unit(hotline, unit).isEmpty()) {
                throw Refused.invalid("\"unit\": hotline " + hotline + " has no unit " + unit);
            }
        });
        var kept = entered.keep(hotline, List.of(score), who.person(), clock.instant());
        if (kept.same() == 1) {
            throw Refused.conflict("this figure stands there already, with the same reason and source");
        }
        office.audit(
                who.person(),
                hotline,
                ENTER.name(),
                score.period() + " " + score.item()
                        + score.unit().map(unit -> " " + unit).orElse(""));
    }

    /** All that was entered for a period, corrected rows too, the newest first. */
    public List<Entry> history(SignedIn who, HotlineCode hotline, Period period) {
        who.require(hotline, ENTER);
        return entered.history(hotline, period);
    }

    @Override
    public Kept scores(HotlineCode hotline, List<EnteredScore> scores, PersonId by) {
        return entered.keep(hotline, scores, by, clock.instant());
    }

    @Override
    public Kept past(HotlineCode hotline, List<PastFigure> figures, PersonId by) {
        return past.keep(hotline, figures, by, clock.instant());
    }
}
