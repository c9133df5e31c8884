package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.PersonId;

/**
 * Since when agents' pages are closed. Only of those whose page was seen: not everybody works with one, and after a start
 * nobody's is open yet.
 */
final class PageWatch {
    private final Map<PersonId, Instant> lastSeen = new ConcurrentHashMap<>();
    private volatile OpenPages pages = _ -> false;

    void ask(OpenPages whose) {
        pages = whose;
    }

    /** To be called about once a second, for each agent. */
    void look(PersonId agent, Instant now) {
        if (pages.isOpen(agent)) {
            lastSeen.put(agent, now);
        }
    }

    /** Whether a page that was seen has been closed for so long. */
    boolean isGone(PersonId agent, Instant now, Duration limit) {
        var seen = lastSeen.get(agent);
        return seen != null && !seen.plus(limit).isAfter(now);
    }

    /** Until the page is seen again: who signed out, or says to be ready without one. */
    void forget(PersonId agent) {
        lastSeen.remove(agent);
    }
}
