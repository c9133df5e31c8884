package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * What happened to a citizen's call, by the clock of Asterisk. The same fact may be told twice, by the manager stream and by
 * Asterisk's own record, with times some milliseconds apart: {@link Calls} takes it once.
 */
public sealed interface CallEvent {
    CallId call();

    Instant at();

    /**
     * The call has reached us; nobody has answered yet.
     *
     * @param line the number that was dialled
     */
    record Arrived(CallId call, Instant at, HotlineCode hotline, String line, Caller caller) implements CallEvent {}

    /** The caller asks for an agent and waits; a second time when a transfer leads into another queue. */
    record Queued(CallId call, Instant at, QueueName queue) implements CallEvent {}

    /**
     * The telephone of a seat rings for this call.
     *
     * @param agent who sits there; {@link Call#NOBODY} when no sign-in tells
     * @param channel Asterisk's id of this telephone's part in the call
     */
    record Ringing(CallId call, Instant at, Seat seat, PersonId agent, String channel) implements CallEvent {}

    /** The telephone of the seat has stopped ringing without an answer; the caller waits on. */
    record RingEnded(CallId call, Instant at, Seat seat, PersonId agent, String channel) implements CallEvent {}

    /** The wait is over though nobody answered; the caller hears why and is hung up on. */
    record WaitRanOut(CallId call, Instant at, WaitEnd why) implements CallEvent {}

    /** The seat and the caller begin to speak: the first one, or one to whom the call was passed on. */
    record Answered(CallId call, Instant at, Seat seat, PersonId agent, String channel) implements CallEvent {}

    /** Somebody who sits at no seat of ours (a unit, an emergency number) and the caller begin to speak. */
    record PutThrough(CallId call, Instant at, String channel) implements CallEvent {}

    /**
     * The talk is being recorded.
     *
     * @param file the file's path as Asterisk writes it
     */
    record Recorded(CallId call, Instant at, String file) implements CallEvent {}

    /**
     * Somebody who spoke with the caller passes the call on.
     *
     * @param channel who passes it on
     */
    record Transferred(CallId call, Instant at, TransferKind kind, String channel) implements CallEvent {}

    /** The agent is out of the call; the caller may still be on the line, or speak with somebody else. */
    record TalkEnded(CallId call, Instant at, Seat seat, PersonId agent, String channel) implements CallEvent {}

    /** Who sat at no seat of ours is out of the call. */
    record OutsideEnded(CallId call, Instant at, String channel) implements CallEvent {}

    /** The caller's line is connected with somebody's. */
    record Connected(CallId call, Instant at) implements CallEvent {}

    /** The caller's line is connected with nobody's. */
    record Disconnected(CallId call, Instant at) implements CallEvent {}

    /**
     * The caller's channel is gone: the end of the call.
     *
     * @param cause Asterisk's hang-up cause (Q.850), 0 when it gave none
     */
    record Left(CallId call, Instant at, int cause) implements CallEvent {}

    /** Asterisk died, or the link to it was down when the call ended: the end is not known. */
    record Interrupted(CallId call, Instant at) implements CallEvent {}

    /** Whose telephone the event is about, when it is a seat's. */
    default Optional<Seat> atSeat() {
        return switch (this) {
            case Ringing ringing -> Optional.of(ringing.seat());
            case RingEnded ended -> Optional.of(ended.seat());
            case Answered answered -> Optional.of(answered.seat());
            case TalkEnded ended -> Optional.of(ended.seat());
            case Arrived _, Queued _, WaitRanOut _, PutThrough _, Recorded _, Transferred _ -> Optional.empty();
            case OutsideEnded _, Connected _, Disconnected _, Left _, Interrupted _ -> Optional.empty();
        };
    }

    /** How a call is passed on. */
    enum TransferKind {
        /** Without asking whom it goes to. */
        BLIND,
        /** After speaking with whom it goes to. */
        ATTENDED
    }
}
