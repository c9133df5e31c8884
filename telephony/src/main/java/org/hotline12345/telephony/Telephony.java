package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;

/** The hotline's telephone: calls as they happen and as they were, agents at their seats, calls to citizens. */
public final class Telephony implements AutoCloseable {
    /** Sitting at a seat and taking citizens' calls. */
    public static final Right TAKE_CALLS = new Right("telephony.take-calls");
    /** Seeing all calls of a hotline. */
    public static final Right SEE_CALLS = new Right("telephony.see-calls");

    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();

    private Telephony() {}

    public static Telephony launch(Pool pool, Clock clock, Office office, TelephonyConfig config) {
        return new Telephony();
    }

    /** To be called before {@link #start()}. */
    public void addListener(CallListener listener) {
        listeners.add(listener);
    }

    /** Connects to Asterisk (and keeps trying while it is away) and opens the FastAGI server. */
    public void start() {}

    @Override
    public void close() {}

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        return Map.of();
    }

    /** Whether Asterisk tells us what happens, at this moment. */
    public boolean connected() {
        return false;
    }

    // Calls

    public Optional<Call> call(CallId id) {
        return Optional.empty();
    }

    /** The calls in progress, of all hotlines. */
    public List<Call> openCalls() {
        return List.of();
    }

    /** Newest first. */
    public List<Call> calls(HotlineCode hotline, int limit) {
        return List.of();
    }

    /** A caller's calls, newest first. */
    public List<Call> callsOf(HotlineCode hotline, BlindIndex caller, int limit) {
        return List.of();
    }

    /** The key under which a caller's calls are found; empty when the number is withheld. */
    public Optional<BlindIndex> indexOf(HotlineCode hotline, Caller caller) {
        return Optional.empty();
    }

    /** Who called: opens the seal, so only for what needs the number itself. @throws Refused (unknown) */
    public Caller callerOf(CallId id) {
        return call(id).map(Call::caller).orElseThrow(() -> Refused.unknown("there is no call " + id));
    }

    /** A number as people write it, in its one normal form; withheld when it is none. */
    public Caller callerFrom(HotlineCode hotline, String number) {
        return new Caller.Withheld();
    }

    // Agents and seats

    public void signIn(SignedIn agent, HotlineCode hotline, Seat seat) {}

    public void signOut(SignedIn agent) {}

    public Optional<Seat> seatOf(PersonId agent) {
        return Optional.empty();
    }

    // Calls to citizens

    public DialOutcome dial(HotlineCode hotline, String number, Interview interview, Duration ringLimit) {
        return new DialOutcome.Unreachable("not started");
    }
}
