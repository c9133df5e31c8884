package org.hotline12345.telephony;

import java.util.List;
import org.hotline12345.office.PersonId;

/**
 * An agent at a seat.
 *
 * @param skills the queues that ring here, best first; none for who leads
 * @param inVain how often the telephone rang in vain since the agent last spoke or said to be ready
 */
record OnDuty(AgentSession session, List<Skill> skills, AgentState state, int inVain) {
    OnDuty {
        skills = List.copyOf(skills);
    }

    PersonId agent() {
        return session.agent();
    }

    OnDuty in(AgentState next) {
        return new OnDuty(session, skills, next, inVain);
    }

    OnDuty afresh(AgentState next) {
        return new OnDuty(session, skills, next, 0);
    }

    OnDuty with(List<Skill> others) {
        return new OnDuty(session, others, state, inVain);
    }
}
