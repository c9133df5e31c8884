package org.hotline12345.telephony;

import java.time.Instant;
import org.hotline12345.office.HotlineCode;

/**
 * A recorded talk of a call.
 *
 * @param part from 1: a call that passes through a queue twice has two recordings
 * @param arrivedAt when the call arrived; its time of keeping counts from then
 * @param file below the folder of recordings
 */
public record Recording(
        CallId call, int part, HotlineCode hotline, Instant arrivedAt, String file, RecordingState state) {
    /** What it is after a look at the file. The first checksum counts: what differs from it has been changed. */
    RecordingState after(RecordingFiles.Found found, Instant now) {
        var before = state.known();
        return switch (found) {
            case RecordingFiles.Found.Nothing _ -> new RecordingState.Missing(now, before);
            case RecordingFiles.Found.Unusable(var why) -> new RecordingState.Unreadable(now, why, before);
            case RecordingFiles.Found.Complete(var content, var sound) -> {
                var first = before.orElse(content);
                if (!first.checksum().equals(content.checksum())) {
                    yield new RecordingState.Changed(now, first);
                }
                yield sound ? new RecordingState.Kept(first) : new RecordingState.Empty(first);
            }
        };
    }

    Recording in(RecordingState next) {
        return new Recording(call, part, hotline, arrivedAt, file, next);
    }
}
