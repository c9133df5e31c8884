package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;

/** How answered calls ended: one result a call, by one key of who talked in it. */
public final class ResultDesk {
    private static final int MAX_LISTED = 500;
    /** Older ones are a matter for the archive, not for a shift. */
    private static final Duration LISTED_FOR = Duration.ofDays(31);

    /**
     * An answered call without a result.
     *
     * @param agent who spoke with the caller last, if a sign-in tells
     */
    public record Missing(CallId call, String line, Instant arrivedAt, Instant endedAt, Optional<PersonId> agent) {}

    private final PgCallResults rows;
    private final PgAgents agents;
    private final Clock clock;
    private final Function<CallId, Optional<Call>> calls;
    private final Function<HotlineCode, AgentProfile> rules;

    ResultDesk(
            PgCallResults rows,
            PgAgents agents,
            Clock clock,
            Function<CallId, Optional<Call>> calls,
            Function<HotlineCode, AgentProfile> rules) {
        this.rows = rows;
        this.agents = agents;
        this.clock = clock;
        this.calls = calls;
        this.rules = rules;
    }

    public Optional<CallResult> of(CallId call) {
        return rows.find(call);
    }

    /**
     * Sets how the call ended; the same result again changes nothing.
     *
     * @throws Refused (unknown) when there is no such call or the person has not talked in it, (conflict) when the time for
     *     changing it is over
     */
    public void set(SignedIn who, CallId id, CallResult result) {
        var call = requireOwn(who, id);
        var before = rows.find(id);
        if (before.equals(Optional.of(result))) {
            return;
        }
        var changeable = rules.apply(call.hotline()).resultChangeable();
        var now = clock.instant();
        if (before.isPresent()
                && call.answeredAt().orElseThrow().plus(changeable).isBefore(now)) {
            throw Refused.conflict(
                    "the result of call " + id + " is " + before.get() + " and cannot be changed after the shift");
        }
        rows.set(id, result, who.person(), now);
    }

    /** @throws Refused (unknown) when there is no such call or the person has not talked in it */
    public Call requireOwn(SignedIn who, CallId id) {
        return calls.apply(id)
                .filter(found -> found.answeredAt().isPresent())
                .filter(found -> found.spokeWith(who.person()) || agents.hasTalked(who.person(), id))
                .orElseThrow(() -> Refused.unknown("there is no call " + id + " that you have answered"));
    }

    /**
     * Notes that the agent handed the call on to somebody who is none of us, unless the agent has said something else. Among
     * ourselves the result is a matter of who speaks with the caller last.
     */
    void transferred(CallId call, PersonId agent) {
        rows.setUnlessThere(call, CallResult.TRANSFERRED, agent, clock.instant());
    }

    /** Calls whose result is overdue, oldest first: all of the hotline for who sees its calls, else one's own. */
    public List<Missing> missing(SignedIn who, HotlineCode hotline) {
        var profile = rules.apply(hotline);
        var seesAll = who.may(hotline, Telephony.SEE_CALLS);
        if (!seesAll) {
            who.require(hotline, Telephony.TAKE_CALLS);
        }
        var now = clock.instant();
        return rows.missing(
                hotline,
                seesAll ? null : who.person(),
                profile.linesWithoutTickets(),
                now.minus(LISTED_FOR),
                now.minus(profile.resultWithin()),
                MAX_LISTED);
    }
}
