package org.hotline12345.telephony;

import java.time.Instant;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/** Somebody sits at a seat and takes calls of a hotline's queue, since then. */
record AgentSession(PersonId agent, HotlineCode hotline, Seat seat, QueueName queue, Instant from) {}
