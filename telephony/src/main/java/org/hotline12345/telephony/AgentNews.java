package org.hotline12345.telephony;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How agents look to others, and who is told when that changes. */
final class AgentNews {
    private static final Logger LOG = LoggerFactory.getLogger(AgentNews.class);

    private final SeatChannels channels;
    private final Consults consults;
    private final List<AgentListener> listeners = new CopyOnWriteArrayList<>();

    AgentNews(SeatChannels channels, Consults consults) {
        this.channels = channels;
        this.consults = consults;
    }

    void add(AgentListener listener) {
        listeners.add(listener);
    }

    AgentView view(OnDuty agent) {
        var seat = agent.session().seat();
        return new AgentView(
                agent.agent(),
                agent.session().hotline(),
                seat,
                agent.state(),
                agent.skills(),
                channels.talking(seat).stream().anyMatch(SeatChannels.Leg::onHold),
                consults.of(seat));
    }

    void tell(OnDuty agent) {
        var view = view(agent);
        for (var listener : listeners) {
            try {
                listener.changed(view);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on seat {}", agent.session().seat(), e);
            }
        }
    }

    void left(OnDuty agent) {
        for (var listener : listeners) {
            try {
                listener.left(agent.session().hotline(), agent.agent());
            } catch (RuntimeException e) {
                LOG.error(
                        "a listener failed on the sign-out at seat {}",
                        agent.session().seat(),
                        e);
            }
        }
    }
}
