package org.hotline12345.ticketing.attention;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;

/** The alerts of a hotline, and who has seen to them. */
public final class AlertDesk {
    /** See alerts, hear them at once, and acknowledge them. */
    public static final Right SEE = new Right("ticketing.see-alerts");

    public static final int MOST = 200;
    private static final int MAX_NOTE = 500;

    private final PgAlerts rows;
    private final Clock clock;
    private final Consumer<Alert> changed;

    /** @param changed is told of each alert after it was acknowledged */
    public AlertDesk(PgAlerts rows, Clock clock, Consumer<Alert> changed) {
        this.rows = rows;
        this.clock = clock;
        this.changed = changed;
    }

    /** At most {@link #MOST}: those that nobody acknowledged first, then the newest. */
    public List<Alert> list(SignedIn visitor, HotlineCode hotline, boolean openOnly) {
        visitor.require(hotline, SEE);
        return rows.list(hotline, openOnly, MOST);
    }

    /** @throws Refused (unknown) when there is no such alert, (conflict) when somebody else acknowledged it */
    public Alert acknowledge(SignedIn by, HotlineCode hotline, UUID id, String note) {
        by.require(hotline, SEE);
        if (note.length() > MAX_NOTE) {
            throw Refused.invalid("\"note\" has at most " + MAX_NOTE + " characters");
        }
        var alert = rows.find(hotline, id).orElseThrow(() -> Refused.unknown("there is no alert " + id));
        var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!rows.acknowledge(hotline, id, at, by.person(), note.strip())) {
            throw Refused.conflict("the alert was acknowledged by somebody else");
        }
        var acknowledged = new Alert(
                alert.id(),
                alert.hotline(),
                alert.kind(),
                alert.ticket(),
                alert.words(),
                alert.tickets(),
                alert.at(),
                Optional.of(new Alert.Acknowledged(at, by.person(), note.strip())));
        changed.accept(acknowledged);
        return acknowledged;
    }
}
