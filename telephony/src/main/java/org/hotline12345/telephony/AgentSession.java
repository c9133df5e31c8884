package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * Somebody sits at a seat of a hotline, since then.
 *
 * @param queue the queue the agent serves first; empty for who takes no calls
 */
record AgentSession(PersonId agent, HotlineCode hotline, Seat seat, Optional<QueueName> queue, Instant from) {}
