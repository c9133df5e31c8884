package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Application;
import org.hotline12345.ticketing.Deadline;
import org.hotline12345.ticketing.TicketFact;

/** How what happened to a ticket looks to browsers: people's words as {@code text}, and what else a reader asks for. */
final class FactJson {
    /** @param assignment the ordinal of the unit's assignment that it is about, if it is about one */
    record Told(OptionalInt assignment, JsonObject words) {}

    private FactJson() {}

    static Told tell(TicketFact fact) {
        return switch (fact) {
            case TicketFact.AnsweredDirectly(var text) -> ticket(text);
            case TicketFact.Rejected(var reason, var words) ->
                new Told(OptionalInt.empty(), text(words).put("reason", reason.name()));
            case TicketFact.Reopened(var why, var beyond) ->
                new Told(OptionalInt.empty(), text(why).put("beyondLimit", beyond));
            case TicketFact.Merged(var into, var why) ->
                new Told(OptionalInt.empty(), text(why).put("ticket", into.value()));
            case TicketFact.Absorbed(var other) -> new Told(OptionalInt.empty(), of("ticket", other.value()));
            case TicketFact.Released(var other) -> new Told(OptionalInt.empty(), of("ticket", other.value()));
            case TicketFact.Unmerged(var why) -> ticket(why);
            case TicketFact.Chased(var text) -> ticket(text);
            case TicketFact.Supplemented(var text) -> ticket(text);
            case TicketFact.Withdrawn(var why) -> ticket(why);
            case TicketFact.Voided(var why) -> ticket(why);
            case TicketFact.Reclassified(var matter, var why) ->
                new Told(
                        OptionalInt.empty(),
                        text(why)
                                .put("nature", matter.nature().name())
                                .put("urgent", matter.urgent())
                                .put("domain", matter.domain().orElse(null)));
            case TicketFact.Excluded(var why, var evidence) ->
                new Told(OptionalInt.empty(), text(why).put("evidence", evidence));
            case TicketFact.Included(var why) -> ticket(why);
            case TicketFact.Supervised(var way, var why, var with) ->
                new Told(OptionalInt.empty(), text(why).put("way", way).put("with", new JsonArray(with)));
            case TicketFact.SupervisionEnded(var minutes) -> ticket(minutes);
            case TicketFact.SignedOff(var leader, var opinion) ->
                new Told(OptionalInt.empty(), text(opinion).put("leader", leader));
            case TicketFact.Resumed(var why, var _, var _) -> ticket(why);
            case TicketFact.Dispatched(var n, var _, var part, var _, var _, var due) ->
                unit(n, due(new JsonObject(), due).put("part", part.name()));
            case TicketFact.Acknowledged(var n) -> unit(n, new JsonObject());
            case TicketFact.Progressed(var n, var text) -> unit(n, text(text));
            case TicketFact.ReturnRequested(var n, var why, var suggested, var late) ->
                unit(
                        n,
                        text(why)
                                .put("late", late)
                                .put(
                                        "suggestedUnit",
                                        suggested.map(UnitCode::value).orElse(null)));
            case TicketFact.ReturnAccepted(var n) -> unit(n, new JsonObject());
            case TicketFact.ReturnRefused(var n, var why, var _, var due) -> unit(n, due(text(why), due));
            case TicketFact.Recalled(var n, var why) -> unit(n, text(why));
            case TicketFact.Applied(var n, var application, var why, var late) ->
                unit(n, application(text(why), application).put("late", late));
            case TicketFact.Granted(var n, var application, var words, var due) -> {
                var json = application(text(words), application);
                yield unit(n, due.map(one -> due(json, one)).orElse(json));
            }
            case TicketFact.Declined(var n, var kind, var why) ->
                unit(n, text(why).put("application", kind.name()));
            case TicketFact.Replied(var n, var text, var contacted) ->
                unit(n, text(text).put("contacted", contacted));
            case TicketFact.SentBack(var n, var why, var _, var due) -> unit(n, due(text(why), due));
            case TicketFact.ReplyAccepted(var n) -> unit(n, new JsonObject());
            case TicketFact.Reminded(var n, var why) -> unit(n, text(why));
            case TicketFact.CardIssued(var n, var card) -> unit(n, of("card", card.name()));
            case TicketFact.CardWithdrawn(var n, var card, var why) ->
                unit(n, text(why).put("card", card.name()));
            case TicketFact.Noticed(var n, var notice) -> unit(n, of("notice", notice.name()));
            case TicketFact.DeadlineSettled(var n, var due) -> unit(n, due(new JsonObject(), due));
            case TicketFact.UnitSucceeded(var n, var _, var _, var why) -> unit(n, text(why));
            case TicketFact.Registered _, TicketFact.Handled _, TicketFact.Closed _, TicketFact.Archived _ ->
                new Told(OptionalInt.empty(), new JsonObject());
        };
    }

    private static Told ticket(String words) {
        return new Told(OptionalInt.empty(), text(words));
    }

    private static Told unit(int assignment, JsonObject words) {
        return new Told(OptionalInt.of(assignment), words);
    }

    private static JsonObject text(String words) {
        return of("text", words);
    }

    private static JsonObject of(String key, String value) {
        return new JsonObject().put(key, value);
    }

    private static JsonObject due(JsonObject json, Deadline due) {
        return json.put("due", due.at().toString()).put("dueProvisional", due.provisional());
    }

    private static JsonObject application(JsonObject json, Application application) {
        json.put("application", application.kind().name());
        return switch (application) {
            case Application.Extension(var days) -> json.put("workingDays", days);
            case Application.Suspension _ -> json;
            case Application.Exclusion(var evidence) -> json.put("evidence", evidence);
            case Application.Appeal(var card) -> json.put("card", card.name());
        };
    }
}
