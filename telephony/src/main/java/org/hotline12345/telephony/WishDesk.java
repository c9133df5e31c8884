package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;

/**
 * Calling back who asked for it: agents take wishes from one list, oldest first. The telephone of the agent's seat rings first
 * and, once it is picked up, the citizen's. What became of it the agent knows best, and says so.
 */
public final class WishDesk {
    /** Seeing who wishes to be called back, and calling. */
    public static final Right CALL_BACK = new Right("telephony.call-back");

    private static final int MAX_LIST = 200;
    /** Within this time after a try nobody else calls the same citizen. */
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    private final Office office;
    private final Clock clock;
    private final PgWishes rows;
    private final Function<Collection<CallId>, Map<CallId, Caller>> callers;
    private final BiConsumer<PersonId, Target.ToNumber> dial;

    /**
     * @param callers who called, of calls that are in the rows
     * @param dial rings a person's seat and then that number, or refuses
     */
    WishDesk(
            Office office,
            Clock clock,
            PgWishes rows,
            Function<Collection<CallId>, Map<CallId, Caller>> callers,
            BiConsumer<PersonId, Target.ToNumber> dial) {
        this.office = office;
        this.clock = clock;
        this.rows = rows;
        this.callers = callers;
        this.dial = dial;
    }

    /**
     * The wishes that are not done, who waits longest first.
     *
     * @throws Refused (forbidden) without the right
     */
    public List<CallbackWish> open(SignedIn by, HotlineCode hotline) {
        by.require(hotline, CALL_BACK);
        var wishes = rows.open(hotline, MAX_LIST);
        var known = callers.apply(wishes.stream().map(CallbackWish::call).toList());
        return wishes.stream()
                .map(wish -> Optional.ofNullable(known.get(wish.call()))
                        .map(wish::of)
                        .orElse(wish))
                .toList();
    }

    /**
     * Calls back now, from the seat of who asks.
     *
     * @throws Refused (forbidden) without the right, (unknown) when there is no such wish, (conflict) when it is done, when
     *     somebody else is just calling, when the number is not known, or when one's own telephone is in use
     */
    public void callBack(SignedIn by, HotlineCode hotline, CallId call) {
        var wish = find(by, hotline, call);
        if (!(callers.apply(List.of(call)).get(call) instanceof Caller.Known known)) {
            throw Refused.conflict("this caller's number is not known");
        }
        if (!rows.tried(call, by.person(), clock.instant(), JUST_NOW)) {
            throw Refused.conflict("it is done already, or somebody else is just calling");
        }
        try {
            dial.accept(by.person(), new Target.ToNumber(known.number()));
        } catch (Refused e) {
            rows.notTried(wish);
            throw e;
        }
        office.audit(by.person(), hotline, "telephony.call-back", call.value());
    }

    /**
     * Takes the wish off the list.
     *
     * @throws Refused (forbidden) without the right, (unknown) when there is no such wish, (conflict) when it is done already
     */
    public void done(SignedIn by, HotlineCode hotline, CallId call) {
        find(by, hotline, call);
        if (!rows.done(call, by.person(), clock.instant())) {
            throw Refused.conflict("it is done already");
        }
        office.audit(by.person(), hotline, "telephony.callback-done", call.value());
    }

    private CallbackWish find(SignedIn by, HotlineCode hotline, CallId call) {
        by.require(hotline, CALL_BACK);
        return rows.find(hotline, call).orElseThrow(() -> Refused.unknown("there is no such wish to be called back"));
    }
}
