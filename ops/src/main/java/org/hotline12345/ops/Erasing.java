package org.hotline12345.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hotline12345.callback.Respondents;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.Erasure;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.hotline12345.telephony.Callers;
import org.hotline12345.ticketing.Requesters;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases a citizen (抹除) over all modules: the key first, so that nothing anywhere can be read any more, backups included; then what
 * stands in rows. Whatever is cut off in between is taken up again at the next start.
 */
final class Erasing {
    private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);
    static final String AUDIT = "office.erase-citizen";
    /** Whoever sealed something before the key was closed has stored it by then. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(2);

    /** What hangs on a citizen, and what erasing him cannot reach. */
    record Hanging(
            List<Ticket> tickets,
            Callers.Hanging calls,
            Respondents.Hanging asked,
            List<TicketNumber> typed,
            int attachments,
            List<HotlineCode> elsewhere) {
        List<Ticket> open() {
            return tickets.stream().filter(Requesters::isOpen).toList();
        }

        boolean isNothing() {
            return tickets.isEmpty()
                    && calls.calls() + calls.findings() == 0
                    && asked.surveys() + asked.replies() + asked.missedCalls() == 0;
        }

        /** Why he must not be erased now; empty when nothing stands in the way. */
        List<String> inTheWay() {
            var reasons = new ArrayList<String>();
            if (!open().isEmpty()) {
                reasons.add(open().size() + " tickets are open");
            }
            if (calls.inProgress() > 0) {
                reasons.add(calls.inProgress() + " calls are in progress");
            }
            if (calls.held() > 0) {
                reasons.add(calls.held() + " recordings are on hold");
            }
            return reasons;
        }
    }

    /** What was erased. */
    record Erased(int tickets, int calls, int surveys, Callers.Sound sound) {}

    private final Office office;
    private final Callers callers;
    private final Requesters requesters;
    private final Respondents respondents;

    Erasing(Office office, Callers callers, Requesters requesters, Respondents respondents) {
        this.office = office;
        this.callers = callers;
        this.requesters = requesters;
        this.respondents = respondents;
    }

    /** @param number in its normal form */
    Hanging hanging(HotlineCode hotline, String number) {
        var index = office.seal().index(hotline, number);
        var tickets = requesters.tickets(hotline, index);
        var own = tickets.stream().map(Ticket::number).toList();
        var elsewhere = office.hotlines().stream()
                .map(one -> one.code())
                .filter(code -> !code.equals(hotline)
                        && office.seal().known(code, number).isPresent())
                .toList();
        return new Hanging(
                tickets,
                callers.hanging(hotline, index),
                respondents.hanging(hotline, index),
                requesters.typed(hotline, Optional.of(number), own),
                requesters.attachments(hotline, own),
                elsewhere);
    }

    /** The same of a request whose citizen has no number. */
    Hanging hanging(HotlineCode hotline, Ticket ticket) {
        var own = List.of(ticket.number());
        return new Hanging(
                List.of(ticket),
                new Callers.Hanging(0, 0, 0, 0, 0, 0),
                new Respondents.Hanging(0, 0, 0, 0),
                requesters.typed(hotline, Optional.empty(), own),
                requesters.attachments(hotline, own),
                List.of());
    }

    /**
     * Erases the citizen with that number.
     *
     * @param why as the audit trail has it; no personal data
     */
    Erased erase(HotlineCode hotline, String number, String why) {
        var key = office.seal().keyOf(hotline, number);
        // What was sealed before citizens had keys, so that it goes with this one.
        requesters.reseal(hotline, key);
        callers.reseal(hotline, key);
        respondents.reseal(hotline, key);
        return erase(hotline, key, Optional.empty(), why, key.index());
    }

    /**
     * Erases the citizen of a request without a number.
     *
     * @throws Refused (unknown) when nothing of him is kept, or the request has a number
     */
    Erased erase(HotlineCode hotline, TicketNumber ticket, String why) {
        var key = requesters
                .ownKey(hotline, ticket)
                .orElseThrow(() -> Refused.unknown("ticket " + ticket
                        + " keeps nothing of its citizen under a key of its own: with a number, give --phone; when it is"
                        + " from before citizens had keys, give person reseal first"));
        return erase(hotline, key, Optional.of(ticket.value()), why, key.index());
    }

    private Erased erase(HotlineCode hotline, CitizenKey key, Optional<String> ticket, String why, BlindIndex citizen) {
        var erasure = office.erasures().begin(hotline, key, ticket);
        office.audit(PersonId.SYSTEM, hotline, AUDIT, erasure.id() + " begun: " + why);
        try {
            Thread.sleep(SETTLED_AFTER);
        } catch (InterruptedException e) {
            // Erased all the same.
            Thread.currentThread().interrupt();
        }
        return finish(erasure, citizen);
    }

    /** Goes on with what was cut off. @return how many */
    int resume() {
        var unfinished = office.erasures().unfinished();
        for (var erasure : unfinished) {
            LOG.warn("erasure {} was cut off and is taken up again", erasure.id());
            finish(erasure, erasure.citizen());
        }
        return unfinished.size();
    }

    /** Each step can be made again: what it has done already is not found any more. */
    private Erased finish(Erasure erasure, BlindIndex citizen) {
        var hotline = erasure.hotline();
        office.erasures().destroyKey(erasure);
        var surveys = respondents.erase(hotline, citizen);
        var tickets = erasure.ticket()
                .map(number -> requesters.erase(hotline, number))
                .orElseGet(() -> requesters.erase(hotline, citizen));
        var sound = callers.deleteSound(hotline, citizen);
        if (!sound.problems().isEmpty()) {
            throw new BadSettings(
                    "nothing of this citizen can be read any more, but files with a voice are still there:\n  "
                            + String.join("\n  ", sound.problems())
                            + "\nmend that and give: ops/hotline person erase --unfinished");
        }
        var calls = callers.erase(hotline, citizen);
        office.erasures().end(erasure);
        office.audit(
                PersonId.SYSTEM,
                hotline,
                AUDIT,
                erasure.id() + " ended: " + tickets + " tickets, " + calls + " calls, " + surveys + " surveys, "
                        + sound.deleted() + " recordings deleted, " + sound.kept() + " kept on hold");
        return new Erased(tickets, calls, surveys, sound);
    }

    /** Puts everything that is sealed under its citizen's own key, where it is not yet; can be cut off and made again. */
    void resealAll(Consumer<String> tell) {
        tell.accept(callers.resealAll() + " rows of calls");
        tell.accept(requesters.resealAll() + " tickets");
        tell.accept(respondents.resealAll() + " surveys and messages");
    }

    /**
     * Looks for the key of every sealed value.
     *
     * @throws BadSettings when keys are lost
     */
    String lookForKeys() {
        var counts = new EnumMap<Seal.Fate, Long>(Seal.Fate.class);
        for (var fate : Seal.Fate.values()) {
            counts.put(fate, 0L);
        }
        Consumer<Sealed> look = one -> counts.merge(office.seal().fate(one), 1L, Long::sum);
        callers.eachSealed(look);
        requesters.eachSealed(look);
        respondents.eachSealed(look);
        var lost = counts.getOrDefault(Seal.Fate.LOST, 0L);
        if (lost > 0) {
            throw new BadSettings(lost + " sealed values have no key, and nobody erased their citizens: the file of"
                    + " citizens' keys is older than the database; put its newest copy back");
        }
        var again = counts.getOrDefault(Seal.Fate.TO_RESEAL, 0L);
        return counts.get(Seal.Fate.READABLE) + " sealed values have their citizens' keys, "
                + counts.get(Seal.Fate.ERASED) + " are of erased citizens"
                + (again == 0 ? "" : ", " + again + " are under no citizen's own key yet: ops/hotline person reseal");
    }
}
