package org.hotline12345.office;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Where somebody is signed in, and ending it there. Each sees and ends his own alone. */
public final class OpenSessions {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    private final PgSignIns rows;
    private final Clock clock;
    private final Duration idle;
    private final Runnable changed;

    /** @param changed is told when open sign-ins have ended */
    OpenSessions(PgSignIns rows, Clock clock, Duration idle, Runnable changed) {
        this.rows = rows;
        this.clock = clock;
        this.idle = idle;
        this.changed = changed;
    }

    /** @param token by which the person is looking */
    public List<OpenSession> of(SignedIn visitor, String token) {
        return rows.openSessions(visitor.person(), Tokens.hash(token), clock.instant(), idle);
    }

    /** @throws Refused (unknown) when this person has no such sign-in */
    public void end(SignedIn visitor, String id) {
        if (!ID.matcher(id).matches() || !rows.endSession(visitor.person(), id)) {
            throw Refused.unknown("there is no such sign-in of yours");
        }
        changed.run();
    }

    /** Ends all but the one by which the person is looking. */
    public void endOthers(SignedIn visitor, String token) {
        rows.endOtherSessions(visitor.person(), Tokens.hash(token));
        changed.run();
    }
}
