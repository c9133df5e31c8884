package org.hotline12345.telephony;

import java.util.List;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * An agent as shown to the agent and to the shift leader.
 *
 * @param onHold whether the agent's telephone has put the other side on hold
 * @param consult whom the agent asks before handing the caller on, while that goes on
 */
public record AgentView(
        PersonId agent,
        HotlineCode hotline,
        Seat seat,
        AgentState state,
        List<Skill> skills,
        boolean onHold,
        Optional<Consult> consult) {
    public AgentView {
        skills = List.copyOf(skills);
    }
}
