package org.hotline12345.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known of a recorded talk; each state holds only what is true in it. */
public sealed interface RecordingState {
    /** What a complete file was when it was looked at first. */
    record Content(long bytes, Duration duration, Checksum checksum, Instant madeAt) {}

    /** The call goes on, or its end is too fresh for the file to be complete. */
    record Making() implements RecordingState {}

    /** The talk can be listened to. */
    record Kept(Content content) implements RecordingState {}

    /** Asterisk wrote a file without sound: no speech came over the line. */
    record Empty(Content content) implements RecordingState {}

    /**
     * There is no such file, though the talk was to be recorded.
     *
     * @param before what it was, if it was there once
     */
    record Missing(Instant since, Optional<Content> before) implements RecordingState {}

    /**
     * There is something, and it cannot be used.
     *
     * @param why for people, with what to do
     * @param before what it was, if it could be read once
     */
    record Unreadable(Instant since, String why, Optional<Content> before) implements RecordingState {}

    /**
     * The file is no longer what it was when it was complete.
     *
     * @param before as it was then
     */
    record Changed(Instant since, Content before) implements RecordingState {}

    /** Its time is over, and nobody holds it: the file is being deleted. */
    record Deleting(Instant since) implements RecordingState {}

    /** Its time was over, and nobody held it. */
    record Deleted(Instant at) implements RecordingState {}

    /** What the file is or was when it was complete, as far as it ever was. */
    default Optional<Content> known() {
        return switch (this) {
            case Kept kept -> Optional.of(kept.content);
            case Empty empty -> Optional.of(empty.content);
            case Missing missing -> missing.before;
            case Unreadable unreadable -> unreadable.before;
            case Changed changed -> Optional.of(changed.before);
            case Making _, Deleting _, Deleted _ -> Optional.empty();
        };
    }
}
