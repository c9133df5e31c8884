package org.hotline12345.telephony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Sealed;

/** What calls hold of callers, for erasing them and for looking after their keys. */
public final class Callers {
    /**
     * What hangs on a caller.
     *
     * @param calls of which {@code inProgress} are not over
     * @param recordings that are still there, of which {@code held} are on hold
     * @param messages spoken ones
     * @param findings that the caller is malicious, proposed or approved
     */
    public record Hanging(int calls, int inProgress, int recordings, int held, int messages, int findings) {}

    /**
     * What became of the sound.
     *
     * @param kept recordings on hold
     * @param problems files that could not be deleted, and why
     */
    public record Sound(int deleted, int kept, int messages, List<String> problems) {}

    private final PgCallers rows;
    private final PgRecordings recordings;
    private final RecordingFiles files;
    private final Path messages;
    private final Clock clock;

    /** @param messages the folder of spoken messages: nothing outside it is deleted */
    Callers(PgCallers rows, PgRecordings recordings, RecordingFiles files, Path messages, Clock clock) {
        this.rows = rows;
        this.recordings = recordings;
        this.files = files;
        this.messages = messages;
        this.clock = clock;
    }

    public Hanging hanging(HotlineCode hotline, BlindIndex caller) {
        return rows.hanging(hotline, caller, clock.instant());
    }

    /**
     * Deletes what can be heard of a caller: recordings, unless they are on hold, and spoken messages. To be called before
     * {@link #erase}, which takes away by what they are found; called again it goes on where it ended.
     */
    public Sound deleteSound(HotlineCode hotline, BlindIndex caller) {
        var now = clock.instant();
        var deleted = 0;
        var problems = new ArrayList<String>();
        for (var recording : recordings.takeForDeletion(hotline, caller, now)) {
            try {
                if (files.delete(recording.file())) {
                    recordings.move(recording, new RecordingState.Deleted(now), now);
                    deleted++;
                } else {
                    problems.add(recording.file() + " does not lie in the folder of recordings: delete it by hand");
                }
            } catch (IOException e) {
                problems.add(recording.file() + " cannot be deleted (" + files.why(recording.file(), e) + ")");
            }
        }
        var spoken = 0;
        for (var message : rows.messages(hotline, caller)) {
            try {
                // The row stays: it counts.
                if (message.startsWith(messages) && Files.deleteIfExists(message)) {
                    spoken++;
                }
            } catch (IOException e) {
                problems.add(message + " cannot be deleted (" + e + ")");
            }
        }
        return new Sound(deleted, rows.hanging(hotline, caller, now).held(), spoken, problems);
    }

    /** Takes a caller's number out of the rows, and that the caller is malicious; calls and their times stay. @return how many calls */
    public int erase(HotlineCode hotline, BlindIndex caller) {
        return rows.erase(hotline, caller, clock.instant());
    }

    /** Puts what was sealed for a caller under the caller's own key. @return how many rows */
    public int reseal(HotlineCode hotline, CitizenKey key) {
        return rows.reseal(hotline, key);
    }

    /** Puts every value under its caller's own key, where it is not yet. @return how many rows */
    public int resealAll() {
        return rows.resealAll();
    }

    /** Every value that is sealed, for looking whether its key is there. */
    public void eachSealed(Consumer<Sealed> look) {
        rows.eachSealed(look);
    }
}
