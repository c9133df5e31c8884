package org.hotline12345.telephony.ami;

import java.time.Instant;

/** What comes from Asterisk, in its order. */
public sealed interface AmiArrival {
    /** The link stands (again); what happened before is not told any more. */
    record Up(Instant at) implements AmiArrival {}

    /** An event, or an answer to an action that was {@link AmiLink#tell told} without waiting. */
    record Heard(AmiMessage message) implements AmiArrival {}

    /** The link is down. */
    record Down(Instant at) implements AmiArrival {}
}
