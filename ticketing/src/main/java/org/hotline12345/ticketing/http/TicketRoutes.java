package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Intake;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketFilter;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketStage;
import org.hotline12345.ticketing.Ticketing;
import org.jspecify.annotations.Nullable;

/** Registering, listing, reading tickets, and each step of their life. */
public final class TicketRoutes {
    private static final int DEFAULT_LIMIT = 50;
    private static final Pattern VERSION = Pattern.compile("\"?([0-9]{1,9})\"?");

    private final Ticketing ticketing;
    private final TicketJson json;

    public TicketRoutes(Ticketing ticketing, Telephony telephony, Office office) {
        this.ticketing = ticketing;
        this.json = new TicketJson(ticketing, telephony, office);
    }

    public void mount(Router router) {
        router.post("/api/tickets").handler(this::register);
        router.get("/api/tickets").handler(this::list);
        router.get("/api/tickets/:number").handler(this::read);
        router.post("/api/tickets/:number/:command").handler(this::act);
    }

    private void register(RoutingContext rc) {
        var who = signedIn(rc);
        who.requireSomewhere(Rights.REGISTER);
        var body = new Fields(body(rc));
        var hotline = body.optional("hotline").map(HotlineCode::new).orElseGet(who::hotline);
        who.require(hotline, Rights.REGISTER);
        var intake = new Intake(
                hotline,
                body.optionalOneOf("channel", Channel.values()).orElse(Channel.PHONE),
                body.optional("call").map(CallId::new),
                new Matter(
                        body.oneOf("nature", Nature.values()),
                        body.text("title"),
                        body.text("content"),
                        body.optional("area"),
                        body.optionalFlag("urgent").orElse(false),
                        body.optional("domain")),
                new Requester(body.optional("requesterName"), body.optional("requesterPhone")),
                body.optionalFlag("anonymous").orElse(false),
                body.optionalFlag("confidential"));
        var registration = ticketing.register(who, intake);
        rc.response().setStatusCode(registration.fresh() ? 201 : 200);
        answer(rc, who, registration.ticket());
    }

    private void list(RoutingContext rc) {
        var who = signedIn(rc);
        var filter = new TicketFilter(
                        parameter(rc, "state").map(word -> Fields.oneOf("state", word, TicketStage.values())),
                        parameter(rc, "unit").map(UnitCode::new),
                        parameter(rc, "q").map(TicketFilter::wordsOf).orElse(List.of()),
                        parameter(rc, "place").flatMap(TicketFilter::placeOf),
                        parameter(rc, "phone"),
                        parameter(rc, "dueFrom").map(text -> moment("dueFrom", text)),
                        parameter(rc, "dueBefore").map(text -> moment("dueBefore", text)),
                        parameter(rc, "before").map(TicketNumber::new),
                        parameter(rc, "limit").map(TicketRoutes::number).orElse(DEFAULT_LIMIT))
                .in(parameter(rc, "domain"));
        rc.json(TicketJson.list(ticketing.list(who, hotline(rc, who), filter)));
    }

    private void read(RoutingContext rc) {
        var who = signedIn(rc);
        answer(rc, who, ticketing.see(who, hotline(rc, who), ticketNumber(rc)));
    }

    private void act(RoutingContext rc) {
        var who = signedIn(rc);
        var number = ticketNumber(rc);
        var kind = CommandJson.kind(rc.pathParam("command"));
        answer(
                rc,
                who,
                ticketing.act(
                        who,
                        hotline(rc, who),
                        number,
                        kind,
                        () -> CommandJson.read(who, kind, new Fields(body(rc))),
                        seenVersion(rc)));
    }

    private void answer(RoutingContext rc, SignedIn who, Ticket ticket) {
        rc.response().putHeader("ETag", "\"" + ticket.version() + "\"");
        rc.json(json.whole(who, ticket));
    }

    private static OptionalInt seenVersion(RoutingContext rc) {
        var header = rc.request().getHeader("If-Match");
        if (header == null) {
            return OptionalInt.empty();
        }
        var matcher = VERSION.matcher(header);
        if (!matcher.matches()) {
            throw Refused.invalid("If-Match holds the ticket's version, such as \"3\"");
        }
        return OptionalInt.of(Integer.parseInt(matcher.group(1)));
    }

    private static HotlineCode hotline(RoutingContext rc, SignedIn who) {
        return parameter(rc, "hotline").map(HotlineCode::new).orElseGet(who::hotline);
    }

    /** What is no ticket's number is no ticket: the address is unknown, not the request wrong. */
    private static TicketNumber ticketNumber(RoutingContext rc) {
        try {
            return new TicketNumber(rc.pathParam("number"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no ticket of that number");
        }
    }

    private static JsonObject body(RoutingContext rc) {
        if (rc.body().isEmpty()) {
            return new JsonObject();
        }
        return Asked.object(rc);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refused.invalid("\"limit\" must be a whole number");
        }
    }

    private static Instant moment(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Refused.invalid("\"" + name + "\" must be a moment such as 2026-12-01T00:00:00+08:00");
        }
    }

    private static Optional<String> parameter(RoutingContext rc, String name) {
        @Nullable String value = rc.request().getParam(name);
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    private static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }
}
