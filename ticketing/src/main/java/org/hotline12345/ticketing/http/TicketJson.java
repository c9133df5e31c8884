package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.BoundCall;
import org.hotline12345.ticketing.Deadline;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketEvent;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketPage;
import org.hotline12345.ticketing.TicketState;
import org.hotline12345.ticketing.Ticketing;
import org.jspecify.annotations.Nullable;

/** How tickets look to browsers. */
final class TicketJson {
    private final Ticketing ticketing;
    private final Telephony telephony;
    private final Office office;

    TicketJson(Ticketing ticketing, Telephony telephony, Office office) {
        this.ticketing = ticketing;
        this.telephony = telephony;
        this.office = office;
    }

    static JsonObject list(TicketPage page) {
        var tickets = new JsonArray();
        page.tickets().forEach(ticket -> tickets.add(brief(ticket)));
        return new JsonObject()
                .put("tickets", tickets)
                .put("next", page.next().map(TicketNumber::value).orElse(null));
    }

    private static JsonObject brief(Ticket ticket) {
        return new JsonObject()
                .put("number", ticket.number().value())
                .put("title", ticket.matter().title())
                .put("nature", ticket.matter().nature().name())
                .put("state", ticket.state().kind().name())
                .put("unit", ticket.milestones().unit().map(UnitCode::value).orElse(null))
                .put("due", text(ticket.milestones().due().map(Deadline::at)))
                .put(
                        "dueProvisional",
                        ticket.milestones().due().map(Deadline::provisional).orElse(false))
                .put("registeredAt", ticket.registeredAt().toString());
    }

    /** The ticket as this visitor may see it. */
    JsonObject whole(SignedIn visitor, Ticket ticket) {
        var names = new Names(ticket.hotline());
        var marks = ticket.milestones();
        var requester = ticketing.requester(visitor, ticket);
        var events = new JsonArray();
        ticketing.history(ticket).forEach(event -> events.add(event(event, names)));
        var allowed = new JsonArray();
        ticketing.allowed(visitor, ticket).stream()
                .map(TicketCommand.Kind::word)
                .forEach(allowed::add);
        return brief(ticket)
                .put("hotline", ticket.hotline().value())
                .put("version", ticket.version())
                .put("channel", ticket.channel().name())
                .put("content", ticket.matter().content())
                .put("area", ticket.matter().area().orElse(null))
                .put(
                        "requester",
                        new JsonObject()
                                .put("name", requester.requester().name().orElse(null))
                                .put("phone", requester.requester().phone().orElse(null))
                                .put("full", requester.full()))
                .put("unitName", marks.unit().map(names::unit).orElse(null))
                .put("registeredBy", names.person(ticket.registeredBy()))
                .put("dispatchedAt", text(marks.dispatchedAt()))
                .put("acknowledgeBy", text(marks.acknowledgeBy()))
                .put("acknowledgedAt", text(marks.acknowledgedAt()))
                .put("repliedAt", text(marks.repliedAt()))
                .put("handledAt", text(marks.handledAt()))
                .put("closedAt", text(marks.closedAt()))
                .put(
                        "mode",
                        ticket.state() instanceof TicketState.Closed closed
                                ? closed.mode().name()
                                : null)
                .put(
                        "call",
                        ticketing
                                .boundCall(ticket)
                                .map(call -> call(call, names))
                                .orElse(null))
                .put("events", events)
                .put("allowed", allowed);
    }

    private JsonObject call(BoundCall call, Names names) {
        return new JsonObject()
                .put("id", call.id().value())
                .put("caller", telephony.callerOf(call.id()).masked())
                .put("line", call.line())
                .put("queue", call.queue().orElse(null))
                .put("arrivedAt", call.arrivedAt().toString())
                .put("waitedMillis", call.waited().map(Duration::toMillis).orElse(null))
                .put("talkedMillis", call.talked().map(Duration::toMillis).orElse(null))
                .put("agent", call.agent().map(names::person).orElse(null))
                .put("recording", call.recorded());
    }

    private JsonObject event(TicketEvent event, Names names) {
        var json = new JsonObject()
                .put("at", event.at().toString())
                .put("type", event.kind().name())
                .put("by", names.person(event.by()));
        return switch (event) {
            case TicketEvent.AnsweredDirectly answered -> json.put("text", answered.text());
            case TicketEvent.Dispatched sent -> json.put("text", names.unit(sent.unit()));
            case TicketEvent.ReturnRequested asked ->
                json.put("text", asked.why())
                        .put(
                                "suggestedUnit",
                                asked.suggestedUnit().map(UnitCode::value).orElse(null));
            case TicketEvent.ReturnRefused refused -> json.put("text", refused.why());
            case TicketEvent.Replied replied -> json.put("text", replied.text()).put("contacted", replied.contacted());
            case TicketEvent.SentBack sentBack -> json.put("text", sentBack.why());
            case TicketEvent.Registered _,
                    TicketEvent.Acknowledged _,
                    TicketEvent.ReturnAccepted _,
                    TicketEvent.Handled _,
                    TicketEvent.Closed _ -> json;
        };
    }

    private static @Nullable String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }

    /** Names of people and units, each asked for once within one answer. */
    private final class Names {
        private final HotlineCode hotline;
        private final Map<PersonId, String> people = new HashMap<>();
        private final Map<UnitCode, String> units = new HashMap<>();

        Names(HotlineCode hotline) {
            this.hotline = hotline;
        }

        String person(PersonId person) {
            return people.computeIfAbsent(person, office::nameOf);
        }

        String unit(UnitCode unit) {
            Function<UnitCode, String> ask =
                    code -> office.unit(hotline, code).map(Unit::name).orElse(code.value());
            return units.computeIfAbsent(unit, ask);
        }
    }
}
