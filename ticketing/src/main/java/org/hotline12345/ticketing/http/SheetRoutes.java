package org.hotline12345.ticketing.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.Sheet;
import org.hotline12345.ticketing.SheetKind;
import org.hotline12345.ticketing.SheetProfile;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;

/** A ticket's papers as .docx; the unit's own for the unit too, all others for the office. */
public final class SheetRoutes {
    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private final Ticketing ticketing;
    private final Office office;
    private final Clock clock;

    public SheetRoutes(Ticketing ticketing, Office office, Clock clock) {
        this.ticketing = ticketing;
        this.office = office;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.get("/api/tickets/:number/sheets/:kind").handler(this::print);
    }

    private void print(RoutingContext rc) {
        var asked = new Asked(rc);
        var who = asked.who();
        var hotline = office.hotline(asked.hotline());
        var ticket = ticketing.see(who, hotline.code(), number(rc));
        var kind = Arrays.stream(SheetKind.values())
                .filter(known -> known.word().equals(rc.pathParam("kind")))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("there is no such sheet"));
        if (kind != SheetKind.DISPATCH) {
            who.require(hotline.code(), Rights.SEE);
        }
        var sheet = Sheet.of(
                kind,
                profile(hotline.code()),
                ticket,
                ticketing.shown(who, ticket).requester(),
                hotline,
                unit -> office.unit(hotline.code(), unit).map(Unit::name).orElse(unit.value()),
                clock.instant());
        var name = URLEncoder.encode(sheet.title() + "-" + ticket.number() + ".docx", StandardCharsets.UTF_8)
                .replace("+", "%20");
        rc.response()
                .putHeader("Content-Type", DOCX)
                .putHeader("Content-Disposition", "attachment; filename*=UTF-8''" + name)
                .putHeader("Cache-Control", "private, no-store")
                .end(Buffer.buffer(SheetDocx.print(sheet)));
    }

    private SheetProfile profile(HotlineCode hotline) {
        return SheetProfile.read(
                office.profileOrDefaults(hotline, clock.instant()).settings().section("ticketing"));
    }

    private static TicketNumber number(RoutingContext rc) {
        try {
            return new TicketNumber(rc.pathParam("number"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no ticket of that number");
        }
    }
}
