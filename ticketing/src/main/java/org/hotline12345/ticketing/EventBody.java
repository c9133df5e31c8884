package org.hotline12345.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;

/** How a fact stands in its row: its kind in a column, the rest as JSON. */
final class EventBody {
    private static final String ASSIGNMENT = "assignment";
    private static final String WHY = "why";
    private static final String TEXT = "text";

    private EventBody() {}

    static JsonObject write(TicketFact fact) {
        return switch (fact) {
            case TicketFact.Registered(var channel, var call, var above, var matter) ->
                matter(matter)
                        .put("channel", channel.name())
                        .put("call", call.map(CallId::value).orElse(null))
                        .put("above", above.map(EventBody::above).orElse(null));
            case TicketFact.AnsweredDirectly(var text) -> body(TEXT, text);
            case TicketFact.Rejected(var reason, var words) ->
                body("reason", reason.name()).put("words", words);
            case TicketFact.Dispatched(var n, var unit, var part, var acknowledgeBy, var allowance, var due) ->
                due(at(n), due)
                        .put("unit", unit.value())
                        .put("part", part.name())
                        .put("acknowledgeBy", acknowledgeBy.toString())
                        .put("allowance", allowance(allowance));
            case TicketFact.Acknowledged(var n) -> at(n);
            case TicketFact.Progressed(var n, var text) -> at(n).put(TEXT, text);
            case TicketFact.ReturnRequested(var n, var why, var suggested, var late) ->
                at(n).put(WHY, why)
                        .put("suggestedUnit", suggested.map(UnitCode::value).orElse(null))
                        .put("late", late);
            case TicketFact.ReturnAccepted(var n) -> at(n);
            case TicketFact.ReturnRefused(var n, var why, var stopped, var due) ->
                due(at(n), due).put(WHY, why).put("stopped", stopped.toString());
            case TicketFact.Recalled(var n, var why) -> at(n).put(WHY, why);
            case TicketFact.Applied(var n, var application, var why, var late) ->
                at(n).put("application", write(application)).put(WHY, why).put("late", late);
            case TicketFact.Granted(var n, var application, var words, var due) -> {
                var body = at(n).put("application", write(application)).put("words", words);
                yield due.map(one -> due(body, one)).orElse(body);
            }
            case TicketFact.Declined(var n, var kind, var why) ->
                at(n).put("application", kind.name()).put(WHY, why);
            case TicketFact.Resumed(var why, var stopped, var due) -> {
                var all = new JsonObject();
                due.forEach((n, one) -> all.put(Integer.toString(n), due(new JsonObject(), one)));
                yield body(WHY, why).put("stopped", stopped.toString()).put("due", all);
            }
            case TicketFact.Replied(var n, var text, var contacted) ->
                at(n).put(TEXT, text).put("contacted", contacted);
            case TicketFact.SentBack(var n, var why, var stopped, var due) ->
                due(at(n), due).put(WHY, why).put("stopped", stopped.toString());
            case TicketFact.ReplyAccepted(var n) -> at(n);
            case TicketFact.Reopened(var why, var beyond) -> body(WHY, why).put("beyondLimit", beyond);
            case TicketFact.Merged(var into, var why) ->
                body("into", into.value()).put(WHY, why);
            case TicketFact.Unmerged(var why) -> body(WHY, why);
            case TicketFact.Absorbed(var other) -> body("other", other.value());
            case TicketFact.Released(var other) -> body("other", other.value());
            case TicketFact.Reminded(var n, var why) -> at(n).put(WHY, why);
            case TicketFact.Chased(var text) -> body(TEXT, text);
            case TicketFact.Supplemented(var text) -> body(TEXT, text);
            case TicketFact.Withdrawn(var why) -> body(WHY, why);
            case TicketFact.Voided(var why) -> body(WHY, why);
            case TicketFact.Reclassified(var matter, var why) -> matter(matter).put(WHY, why);
            case TicketFact.Excluded(var why, var evidence) -> body(WHY, why).put("evidence", evidence);
            case TicketFact.Included(var why) -> body(WHY, why);
            case TicketFact.Supervised(var way, var why, var with) ->
                body("way", way).put(WHY, why).put("with", new JsonArray(with));
            case TicketFact.SupervisionEnded(var minutes) -> body("minutes", minutes);
            case TicketFact.SignedOff(var leader, var opinion) ->
                body("leader", leader).put("opinion", opinion);
            case TicketFact.CardIssued(var n, var card) -> at(n).put("card", card.name());
            case TicketFact.CardWithdrawn(var n, var card, var why) ->
                at(n).put("card", card.name()).put(WHY, why);
            case TicketFact.Noticed(var n, var notice) -> at(n).put("notice", notice.name());
            case TicketFact.DeadlineSettled(var n, var due) -> due(at(n), due);
            case TicketFact.UnitSucceeded(var n, var unit, var successor, var why) ->
                at(n).put("unit", unit.value())
                        .put("successor", successor.value())
                        .put(WHY, why);
            case TicketFact.Handled _, TicketFact.Closed _, TicketFact.Archived _ -> new JsonObject();
        };
    }

    private static JsonObject above(Above above) {
        return at(above.assignment())
                .put("hotline", above.hotline().value())
                .put("number", above.number().value());
    }

    private static Above readAbove(JsonObject above) {
        return new Above(
                new HotlineCode(above.getString("hotline")), new TicketNumber(above.getString("number")), n(above));
    }

    static TicketFact read(TicketFact.Kind kind, JsonObject body) {
        return switch (kind) {
            case REGISTERED ->
                new TicketFact.Registered(
                        Channel.valueOf(body.getString("channel")),
                        optional(body, "call").map(CallId::new),
                        Optional.ofNullable(body.getJsonObject("above")).map(EventBody::readAbove),
                        readMatter(body));
            case ANSWERED_DIRECTLY -> new TicketFact.AnsweredDirectly(body.getString(TEXT));
            case REJECTED ->
                new TicketFact.Rejected(RejectReason.valueOf(body.getString("reason")), body.getString("words"));
            case DISPATCHED ->
                new TicketFact.Dispatched(
                        n(body),
                        new UnitCode(body.getString("unit")),
                        Part.valueOf(body.getString("part")),
                        Instant.parse(body.getString("acknowledgeBy")),
                        readAllowance(body.getJsonObject("allowance")),
                        readDue(body));
            case ACKNOWLEDGED -> new TicketFact.Acknowledged(n(body));
            case PROGRESSED -> new TicketFact.Progressed(n(body), body.getString(TEXT));
            case RETURN_REQUESTED ->
                new TicketFact.ReturnRequested(
                        n(body),
                        why(body),
                        optional(body, "suggestedUnit").map(UnitCode::new),
                        body.getBoolean("late"));
            case RETURN_ACCEPTED -> new TicketFact.ReturnAccepted(n(body));
            case RETURN_REFUSED -> new TicketFact.ReturnRefused(n(body), why(body), stopped(body), readDue(body));
            case RECALLED -> new TicketFact.Recalled(n(body), why(body));
            case APPLIED ->
                new TicketFact.Applied(
                        n(body),
                        readApplication(body.getJsonObject("application")),
                        why(body),
                        body.getBoolean("late"));
            case GRANTED ->
                new TicketFact.Granted(
                        n(body),
                        readApplication(body.getJsonObject("application")),
                        body.getString("words"),
                        optional(body, "due").map(_ -> readDue(body)));
            case DECLINED ->
                new TicketFact.Declined(n(body), Application.Kind.valueOf(body.getString("application")), why(body));
            case RESUMED -> {
                var due = new TreeMap<Integer, Deadline>();
                var all = body.getJsonObject("due");
                all.fieldNames().forEach(n -> due.put(Integer.valueOf(n), readDue(all.getJsonObject(n))));
                yield new TicketFact.Resumed(why(body), stopped(body), due);
            }
            case REPLIED -> new TicketFact.Replied(n(body), body.getString(TEXT), body.getBoolean("contacted"));
            case SENT_BACK -> new TicketFact.SentBack(n(body), why(body), stopped(body), readDue(body));
            case REPLY_ACCEPTED -> new TicketFact.ReplyAccepted(n(body));
            case HANDLED -> new TicketFact.Handled();
            case CLOSED -> new TicketFact.Closed();
            case REOPENED -> new TicketFact.Reopened(why(body), body.getBoolean("beyondLimit"));
            case ARCHIVED -> new TicketFact.Archived();
            case MERGED -> new TicketFact.Merged(new TicketNumber(body.getString("into")), why(body));
            case UNMERGED -> new TicketFact.Unmerged(why(body));
            case ABSORBED -> new TicketFact.Absorbed(new TicketNumber(body.getString("other")));
            case RELEASED -> new TicketFact.Released(new TicketNumber(body.getString("other")));
            case REMINDED -> new TicketFact.Reminded(n(body), why(body));
            case CHASED -> new TicketFact.Chased(body.getString(TEXT));
            case SUPPLEMENTED -> new TicketFact.Supplemented(body.getString(TEXT));
            case WITHDRAWN -> new TicketFact.Withdrawn(why(body));
            case VOIDED -> new TicketFact.Voided(why(body));
            case RECLASSIFIED -> new TicketFact.Reclassified(readMatter(body), why(body));
            case EXCLUDED -> new TicketFact.Excluded(why(body), body.getString("evidence"));
            case INCLUDED -> new TicketFact.Included(why(body));
            case SUPERVISED ->
                new TicketFact.Supervised(body.getString("way"), why(body), strings(body.getJsonArray("with")));
            case SUPERVISION_ENDED -> new TicketFact.SupervisionEnded(body.getString("minutes"));
            case SIGNED_OFF -> new TicketFact.SignedOff(body.getString("leader"), body.getString("opinion"));
            case CARD_ISSUED -> new TicketFact.CardIssued(n(body), card(body));
            case CARD_WITHDRAWN -> new TicketFact.CardWithdrawn(n(body), card(body), why(body));
            case NOTICED -> new TicketFact.Noticed(n(body), Notice.valueOf(body.getString("notice")));
            case DEADLINE_SETTLED -> new TicketFact.DeadlineSettled(n(body), readDue(body));
            case UNIT_SUCCEEDED ->
                new TicketFact.UnitSucceeded(
                        n(body),
                        new UnitCode(body.getString("unit")),
                        new UnitCode(body.getString("successor")),
                        why(body));
        };
    }

    static JsonObject write(Application application) {
        var body = body("kind", application.kind().name());
        return switch (application) {
            case Application.Extension(var days) -> body.put("workingDays", days);
            case Application.Suspension _ -> body;
            case Application.Exclusion(var evidence) -> body.put("evidence", evidence);
            case Application.Appeal(var card) -> body.put("card", card.name());
        };
    }

    static Application readApplication(JsonObject body) {
        return switch (Application.Kind.valueOf(body.getString("kind"))) {
            case EXTENSION -> new Application.Extension(body.getInteger("workingDays"));
            case SUSPENSION -> new Application.Suspension();
            case EXCLUSION -> new Application.Exclusion(body.getString("evidence"));
            case APPEAL -> new Application.Appeal(card(body));
        };
    }

    static JsonObject allowance(Allowance allowance) {
        return switch (allowance) {
            case Allowance.WorkingDays(var days) -> new JsonObject().put("workingDays", days);
            case Allowance.Hours(var time) -> body("time", time.toString());
        };
    }

    static Allowance readAllowance(JsonObject body) {
        return optional(body, "time")
                .<Allowance>map(time -> new Allowance.Hours(Duration.parse(time)))
                .orElseGet(() -> new Allowance.WorkingDays(body.getInteger("workingDays")));
    }

    private static JsonObject matter(Matter matter) {
        return new JsonObject()
                .put("nature", matter.nature().name())
                .put("title", matter.title())
                .put("content", matter.content())
                .put("area", matter.area().orElse(null))
                .put("urgent", matter.urgent())
                .put("domain", matter.domain().orElse(null));
    }

    private static Matter readMatter(JsonObject body) {
        return new Matter(
                Nature.valueOf(body.getString("nature")),
                body.getString("title"),
                body.getString("content"),
                optional(body, "area"),
                body.getBoolean("urgent"),
                optional(body, "domain"));
    }

    private static JsonObject due(JsonObject body, Deadline due) {
        return body.put("due", due.at().toString()).put("dueProvisional", due.provisional());
    }

    private static Deadline readDue(JsonObject body) {
        return new Deadline(Instant.parse(body.getString("due")), body.getBoolean("dueProvisional"));
    }

    private static JsonObject at(int assignment) {
        return new JsonObject().put(ASSIGNMENT, assignment);
    }

    private static int n(JsonObject body) {
        return body.getInteger(ASSIGNMENT);
    }

    private static String why(JsonObject body) {
        return body.getString(WHY);
    }

    private static Duration stopped(JsonObject body) {
        return Duration.parse(body.getString("stopped"));
    }

    private static Card card(JsonObject body) {
        return Card.valueOf(body.getString("card"));
    }

    private static JsonObject body(String key, String value) {
        return new JsonObject().put(key, value);
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static Optional<String> optional(JsonObject body, String key) {
        return Optional.ofNullable(body.getString(key));
    }
}
