package org.hotline12345.telephony;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What is still to be learnt of calls.
 *
 * @param unsettled calls that are over and not yet compared with Asterisk's own record; empty where none is read
 * @param gaps when each Asterisk was not heard, by its node
 */
public record Backlog(OptionalLong unsettled, Map<String, Gaps> gaps) {
    /**
     * How often an Asterisk was not heard.
     *
     * @param all since the database was made
     * @param open those of which it is not known yet what happened in them
     */
    public record Gaps(long all, long open) {}

    public Backlog {
        gaps = Map.copyOf(gaps);
    }
}
