package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.Assignment;
import org.hotline12345.ticketing.BoundCall;
import org.hotline12345.ticketing.Card;
import org.hotline12345.ticketing.Origin;
import org.hotline12345.ticketing.SeenRequester;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketEvent;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketPage;
import org.hotline12345.ticketing.TicketState;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.UpstreamRating;
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
        var lead = ticket.lead();
        return new JsonObject()
                .put("number", ticket.number().value())
                .put("title", ticket.matter().title())
                .put("nature", ticket.matter().nature().name())
                .put("state", ticket.stage().name())
                .put("urgent", ticket.matter().urgent())
                .put("domain", ticket.matter().domain().orElse(null))
                .put("unit", lead.map(one -> one.unit().value()).orElse(null))
                .put("due", text(lead.map(one -> one.due().at())))
                .put("dueProvisional", lead.map(one -> one.due().provisional()).orElse(false))
                .put("cards", lead.map(one -> cards(one.standing())).orElseGet(JsonArray::new))
                .put("registeredAt", ticket.registeredAt().toString());
    }

    /** The ticket as this visitor may see it. */
    JsonObject whole(SignedIn visitor, Ticket ticket) {
        var names = new Names(ticket.hotline());
        var lead = ticket.lead();
        var assignments = new JsonArray();
        var below = ticketing.below(ticket).stream()
                .collect(Collectors.toMap(lower -> lower.above().orElseThrow().assignment(), lower -> lower));
        ticket.assignments()
                .forEach(one -> assignments.add(assignment(one, names)
                        .put(
                                "below",
                                Optional.ofNullable(below.get(one.ordinal()))
                                        .map(lower -> elsewhere(lower.hotline(), lower.number())
                                                .put("state", lower.stage().name()))
                                        .orElse(null))));
        var shown = ticketing.shown(visitor, ticket);
        var requester = shown.requester();
        var events = new JsonArray();
        shown.events().forEach(event -> events.add(event(ticket, event, names)));
        var allowed = new JsonArray();
        shown.allowed().stream().map(TicketCommand.Kind::word).forEach(allowed::add);
        return brief(ticket)
                .put("hotline", ticket.hotline().value())
                .put("version", ticket.version())
                .put("channel", ticket.channel().name())
                .put("content", ticket.matter().content())
                .put("area", ticket.matter().area().orElse(null))
                .put("domainName", ticket.matter().domain().map(names::domain).orElse(null))
                .put(
                        "requester",
                        new JsonObject()
                                .put("name", requester.requester().name().orElse(null))
                                .put("phone", requester.requester().phone().orElse(null))
                                .put("full", requester.full())
                                .put("secrecy", requester.secrecy().name()))
                .put("unitName", lead.map(one -> names.unit(one.unit())).orElse(null))
                .put("registeredBy", names.person(ticket.registeredBy()))
                .put("dispatchedAt", text(lead.map(Assignment::sentAt)))
                .put("acknowledgeBy", text(lead.map(Assignment::acknowledgeBy)))
                .put("acknowledgedAt", text(lead.flatMap(Assignment::acknowledgedAt)))
                .put("repliedAt", text(lead.flatMap(Assignment::repliedAt)))
                .put("handledAt", text(ticket.handledAt()))
                .put("closedAt", text(ticket.closed().map(TicketState.Closed::closedAt)))
                .put("mode", ticket.closed().map(closed -> closed.mode().name()).orElse(null))
                .put(
                        "above",
                        ticket.above()
                                .map(above -> elsewhere(above.hotline(), above.number()))
                                .orElse(null))
                .put("origin", origin(shown.origin()))
                .put("mergedInto", ticket.mergedInto().map(TicketNumber::value).orElse(null))
                .put(
                        "merged",
                        new JsonArray(ticket.merged().stream()
                                .map(TicketNumber::value)
                                .toList()))
                .put("excluded", ticket.excluded())
                .put("openSupervisions", ticket.openSupervisions())
                .put("supervisionWays", new JsonArray(shown.supervisionWays()))
                .put("assignments", assignments)
                .put(
                        // The call has the citizen's number and voice.
                        "call",
                        Optional.of(ticket)
                                .filter(_ -> requester.secrecy() != SeenRequester.Secrecy.HIDDEN)
                                .flatMap(ticketing::boundCall)
                                .map(call -> call(call, names))
                                .orElse(null))
                .put("events", events)
                .put("allowed", allowed);
    }

    /** A ticket of another hotline; what stands in it is for those who have a right there. */
    private JsonObject elsewhere(HotlineCode hotline, TicketNumber number) {
        return new JsonObject()
                .put("hotline", hotline.value())
                .put("hotlineName", office.hotline(hotline).name())
                .put("number", number.value());
    }

    /** None for a ticket that began here. */
    private static @Nullable JsonObject origin(Origin origin) {
        if (origin.number().isEmpty()) {
            return null;
        }
        var upstream = origin.upstream();
        return new JsonObject()
                .put("number", origin.number().get())
                .put("importedAt", text(origin.importedAt()))
                .put("upstream", upstream.isPresent())
                .put("due", text(upstream.flatMap(Origin.Upstream::due)))
                .put("sentAt", text(upstream.flatMap(Origin.Upstream::sentAt)))
                .put("resultRating", rating(upstream.flatMap(Origin.Upstream::result)))
                .put("serviceRating", rating(upstream.flatMap(Origin.Upstream::service)));
    }

    private static @Nullable String rating(Optional<UpstreamRating> rating) {
        return rating.map(Enum::name).orElse(null);
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

    private static JsonObject assignment(Assignment one, Names names) {
        var pending = new JsonArray();
        one.pending().forEach(asked -> pending.add(asked.kind().name()));
        return new JsonObject()
                .put("ordinal", one.ordinal())
                .put("unit", one.unit().value())
                .put("unitName", names.unit(one.unit()))
                .put(
                        "formerUnits",
                        new JsonArray(one.formers().stream()
                                .map(former -> names.unit(former.unit()))
                                .toList()))
                .put("part", one.part().name())
                .put("state", one.state().kind().name())
                .put("sentAt", one.sentAt().toString())
                .put("acknowledgeBy", one.acknowledgeBy().toString())
                .put("acknowledgedAt", text(one.acknowledgedAt()))
                .put("due", one.due().at().toString())
                .put("dueProvisional", one.due().provisional())
                .put("repliedAt", text(one.repliedAt()))
                .put("extensions", one.extensions())
                .put("pending", pending)
                .put("cards", cards(one.standing()));
    }

    private static JsonArray cards(Set<Card> standing) {
        return new JsonArray(standing.stream().map(Enum::name).sorted().toList());
    }

    private static JsonObject event(Ticket ticket, TicketEvent event, Names names) {
        var told = FactJson.tell(event.fact());
        return new JsonObject()
                .put("at", event.at().toString())
                .put("type", event.kind().name())
                .put("by", names.person(event.by()))
                .put(
                        "unitName",
                        told.assignment().stream()
                                .boxed()
                                .map(n -> names.unit(
                                        ticket.assignments().get(n - 1).unitAt(event.at())))
                                .findFirst()
                                .orElse(null))
                .mergeIn(told.words())
                .put(
                        "domainName",
                        Optional.ofNullable(told.words().getString("domain"))
                                .map(names::domain)
                                .orElse(null));
    }

    private static @Nullable String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }

    /** Names of people and units, each asked for once within one answer. */
    private final class Names {
        private final HotlineCode hotline;
        private final Map<PersonId, String> people = new HashMap<>();
        private final Map<UnitCode, String> units = new HashMap<>();
        private final Map<String, String> domains = new HashMap<>();

        Names(HotlineCode hotline) {
            this.hotline = hotline;
        }

        String person(PersonId person) {
            return people.computeIfAbsent(person, office::nameOf);
        }

        String domain(String code) {
            if (domains.isEmpty()) {
                office.lists().domains(hotline).forEach(domain -> domains.put(domain.code(), domain.name()));
            }
            return domains.getOrDefault(code, code);
        }

        String unit(UnitCode unit) {
            Function<UnitCode, String> ask =
                    code -> office.unit(hotline, code).map(Unit::name).orElse(code.value());
            return units.computeIfAbsent(unit, ask);
        }
    }
}
