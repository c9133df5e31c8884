package org.hotline12345.ticketing;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/** How an event stands in its row: what all events have in columns, the rest as JSON. */
final class EventBody {
    private EventBody() {}

    static JsonObject write(TicketEvent event) {
        return switch (event) {
            case TicketEvent.Registered(var _, var _, var _, var channel, var call, var matter) ->
                new JsonObject()
                        .put("channel", channel.name())
                        .put("call", call.map(CallId::value).orElse(null))
                        .put("nature", matter.nature().name())
                        .put("title", matter.title())
                        .put("content", matter.content())
                        .put("area", matter.area().orElse(null));
            case TicketEvent.AnsweredDirectly(var _, var _, var _, var text) -> new JsonObject().put("text", text);
            case TicketEvent.Dispatched(var _, var _, var _, var unit, var acknowledgeBy, var due) ->
                new JsonObject()
                        .put("unit", unit.value())
                        .put("acknowledgeBy", acknowledgeBy.toString())
                        .put("due", due.at().toString())
                        .put("dueProvisional", due.provisional());
            case TicketEvent.ReturnRequested(var _, var _, var _, var why, var suggested) ->
                new JsonObject()
                        .put("why", why)
                        .put("suggestedUnit", suggested.map(UnitCode::value).orElse(null));
            case TicketEvent.ReturnRefused(var _, var _, var _, var why) -> new JsonObject().put("why", why);
            case TicketEvent.Replied(var _, var _, var _, var text, var contacted) ->
                new JsonObject().put("text", text).put("contacted", contacted);
            case TicketEvent.SentBack(var _, var _, var _, var why) -> new JsonObject().put("why", why);
            case TicketEvent.Acknowledged _,
                    TicketEvent.ReturnAccepted _,
                    TicketEvent.Handled _,
                    TicketEvent.Closed _ -> new JsonObject();
        };
    }

    static TicketEvent read(TicketEvent.Kind kind, TicketNumber ticket, Instant at, PersonId by, JsonObject body) {
        return switch (kind) {
            case REGISTERED ->
                new TicketEvent.Registered(
                        ticket,
                        at,
                        by,
                        Channel.valueOf(body.getString("channel")),
                        optional(body, "call").map(CallId::new),
                        new Matter(
                                Nature.valueOf(body.getString("nature")),
                                body.getString("title"),
                                body.getString("content"),
                                optional(body, "area")));
            case ANSWERED_DIRECTLY -> new TicketEvent.AnsweredDirectly(ticket, at, by, body.getString("text"));
            case DISPATCHED ->
                new TicketEvent.Dispatched(
                        ticket,
                        at,
                        by,
                        new UnitCode(body.getString("unit")),
                        Instant.parse(body.getString("acknowledgeBy")),
                        new Deadline(Instant.parse(body.getString("due")), body.getBoolean("dueProvisional")));
            case ACKNOWLEDGED -> new TicketEvent.Acknowledged(ticket, at, by);
            case RETURN_REQUESTED ->
                new TicketEvent.ReturnRequested(
                        ticket,
                        at,
                        by,
                        body.getString("why"),
                        optional(body, "suggestedUnit").map(UnitCode::new));
            case RETURN_ACCEPTED -> new TicketEvent.ReturnAccepted(ticket, at, by);
            case RETURN_REFUSED -> new TicketEvent.ReturnRefused(ticket, at, by, body.getString("why"));
            case REPLIED ->
                new TicketEvent.Replied(ticket, at, by, body.getString("text"), body.getBoolean("contacted"));
            case SENT_BACK -> new TicketEvent.SentBack(ticket, at, by, body.getString("why"));
            case HANDLED -> new TicketEvent.Handled(ticket, at, by);
            case CLOSED -> new TicketEvent.Closed(ticket, at, by);
        };
    }

    private static Optional<String> optional(JsonObject body, String key) {
        return Optional.ofNullable(body.getString(key));
    }
}
