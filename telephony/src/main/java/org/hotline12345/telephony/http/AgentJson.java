package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.hotline12345.office.Office;
import org.hotline12345.telephony.AgentState;
import org.hotline12345.telephony.AgentView;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Consult;
import org.hotline12345.telephony.Skill;

/** An agent on the wire: the same in an answer and in a live frame. */
final class AgentJson {
    private final Office office;

    AgentJson(Office office) {
        this.office = office;
    }

    JsonObject of(AgentView agent) {
        var json = new JsonObject()
                .put("person", agent.agent().toString())
                .put("name", office.nameOf(agent.agent()))
                .put("hotline", agent.hotline().value())
                .put("seat", agent.seat().value())
                .put("state", word(agent.state()))
                .put("since", agent.state().since().toString())
                .put("skills", skills(agent.skills()))
                .put("onHold", agent.onHold())
                .put("transfer", agent.consult().map(AgentJson::consult).orElse(null));
        return switch (agent.state()) {
            case AgentState.Ready _, AgentState.Leading _ -> json;
            case AgentState.OnBreak(var _, var reason) -> json.put("reason", reason);
            case AgentState.Talking(var _, var call, var breakAfter) ->
                json.put("call", call.map(CallId::value).orElse(null)).put("breakAfter", breakAfter.orElse(null));
            case AgentState.AfterCall(var _, var call, var until) ->
                json.put("call", call.value()).put("until", until.toString());
        };
    }

    /** Nobody: the person sits at no seat. */
    static JsonObject out(String person, Instant at) {
        return new JsonObject()
                .put("person", person)
                .put("seat", null)
                .put("state", "OUT")
                .put("since", at.toString());
    }

    static JsonArray skills(List<Skill> skills) {
        var json = new JsonArray();
        skills.forEach(skill ->
                json.add(new JsonObject().put("queue", skill.queue().value()).put("penalty", skill.penalty())));
        return json;
    }

    static String word(AgentState state) {
        return switch (state) {
            case AgentState.Ready _ -> "READY";
            case AgentState.OnBreak _ -> "BREAK";
            case AgentState.Talking _ -> "TALKING";
            case AgentState.AfterCall _ -> "AFTER_CALL";
            case AgentState.Leading _ -> "LEADING";
        };
    }

    private static JsonObject consult(Consult consult) {
        return new JsonObject()
                .put("kind", consult.kind().name())
                .put("to", consult.to().text())
                .put("since", consult.since().toString())
                .put("answered", consult.answered());
    }
}
