package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * A caller who could not be served wishes to be called back: asked for it by a key, or has left a message.
 *
 * @param call the call in which the wish was said
 * @param caller whom to call; empty while the call is not in the rows yet
 * @param hasMessage whether there is a message to be heard first
 * @param tries how often somebody has tried
 * @param lastTry the newest try
 * @param answeredSince whether the caller has called again since and was answered
 * @param doneBy who says that it is done; empty while it is open
 */
public record CallbackWish(
        CallId call,
        HotlineCode hotline,
        Optional<Caller> caller,
        Instant wishedAt,
        boolean hasMessage,
        int tries,
        Optional<Try> lastTry,
        boolean answeredSince,
        Optional<PersonId> doneBy) {
    /** Somebody has tried to call back. */
    public record Try(Instant at, PersonId by) {}

    CallbackWish of(Caller found) {
        return new CallbackWish(
                call, hotline, Optional.of(found), wishedAt, hasMessage, tries, lastTry, answeredSince, doneBy);
    }
}
