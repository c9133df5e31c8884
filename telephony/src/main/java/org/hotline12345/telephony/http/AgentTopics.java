package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.LiveTopics;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.telephony.AgentDesk;
import org.hotline12345.telephony.AgentListener;
import org.hotline12345.telephony.AgentView;
import org.hotline12345.telephony.Telephony;

/**
 * Tells browsers what agents do: one's own state on {@code telephony.agent}, everybody's on {@code telephony.agents} for who
 * leads. A frame holds the agent as {@code GET /api/agent} gives it.
 */
public final class AgentTopics implements AgentListener {
    private final LiveTopic own;
    private final LiveTopic all;
    private final AgentJson json;
    private final Clock clock;

    public AgentTopics(LiveTopics topics, Office office, Clock clock) {
        this.own = topics.open("telephony.agent", Telephony.TAKE_CALLS);
        this.all = topics.open("telephony.agents", AgentDesk.LEAD);
        this.json = new AgentJson(office);
        this.clock = clock;
    }

    @Override
    public void changed(AgentView agent) {
        publish(agent.hotline(), agent.agent(), json.of(agent));
    }

    @Override
    public void left(HotlineCode hotline, PersonId agent) {
        publish(hotline, agent, AgentJson.out(agent.toString(), clock.instant()));
    }

    private void publish(HotlineCode hotline, PersonId agent, JsonObject frame) {
        var text = frame.encode();
        own.publish(agent, text);
        all.publish(hotline, text);
    }
}
