package org.hotline12345.telephony;

import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/** Hears what agents do, after the rows hold it. */
public interface AgentListener {
    /** Called on the thread that made the change: it must return soon. */
    void changed(AgentView agent);

    /** The agent has signed out, or was signed out. */
    void left(HotlineCode hotline, PersonId agent);
}
