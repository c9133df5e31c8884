package org.hotline12345.telephony;

import java.time.Instant;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/** What happened to a citizen's call, in the order and by the clock of Asterisk. */
public sealed interface CallEvent {
    CallId call();

    Instant at();

    /**
     * The call has reached us; nobody has answered yet.
     *
     * @param line the number that was dialled
     */
    record Arrived(CallId call, Instant at, HotlineCode hotline, String line, Caller caller) implements CallEvent {}

    /** The caller asks for an agent and waits. */
    record Queued(CallId call, Instant at, QueueName queue) implements CallEvent {}

    /**
     * The telephone of a seat rings for this call.
     *
     * @param agent who sits there; {@link Call#NOBODY} when no sign-in tells
     */
    record Ringing(CallId call, Instant at, Seat seat, PersonId agent) implements CallEvent {}

    /** The telephone of the seat has stopped ringing without an answer; the caller waits on. */
    record RingEnded(CallId call, Instant at, Seat seat, PersonId agent) implements CallEvent {}

    /** Nobody answered within the longest wait; the caller hears that and is hung up on. */
    record WaitRanOut(CallId call, Instant at) implements CallEvent {}

    record Answered(CallId call, Instant at, Seat seat, PersonId agent) implements CallEvent {}

    /**
     * The talk is being recorded.
     *
     * @param file the file's path as Asterisk writes it
     */
    record Recorded(CallId call, Instant at, String file) implements CallEvent {}

    /** The agent is out of the call; the caller may still be on the line. */
    record TalkEnded(CallId call, Instant at, Seat seat, PersonId agent) implements CallEvent {}

    /**
     * The caller's channel is gone: the end of the call.
     *
     * @param cause Asterisk's hang-up cause (Q.850), 0 when it gave none
     */
    record Left(CallId call, Instant at, int cause) implements CallEvent {}

    /** Asterisk died, or the link to it was down when the call ended: the end is not known. */
    record Interrupted(CallId call, Instant at) implements CallEvent {}
}
