package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;

/**
 * One Asterisk, and which backend process hears it.
 *
 * @param ours whether this process does
 * @param holder the process that does, as it calls itself; empty when none does, or none is known to
 * @param since when it took it over, by the database's clock
 * @param connected whether this process hears it at this moment
 */
public record NodeState(
        String node, boolean ours, Optional<String> holder, Optional<Instant> since, boolean connected) {}
