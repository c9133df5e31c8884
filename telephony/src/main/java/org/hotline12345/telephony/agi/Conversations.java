package org.hotline12345.telephony.agi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hotline12345.telephony.Interview;
import org.hotline12345.telephony.WayStep;

/** What is said to whom: asked by the FastAGI server on each conversation's own thread. */
public interface Conversations {
    /**
     * Whether there is a citizen's call with this id, or we cannot tell because Asterisk is not connected. May wait a
     * moment: the news of the call comes by another way than the conversation.
     */
    boolean isKnown(String call);

    /** The way of one caller, as it is decided on arrival. */
    @FunctionalInterface
    interface Way {
        /**
         * How it goes on.
         *
         * @param keys the keys that were pressed so far, one for each question, {@link WayStep.AskKey#NO_KEY} for none
         */
        List<WayStep> next(String keys);
    }

    Way arrive(String call, String line);

    /**
     * A file that Asterisk plays.
     *
     * @param path without suffix
     * @param length how long it takes to hear it
     */
    record Sound(String path, Duration length) {}

    /** The file that says it; empty when it cannot be made. */
    Optional<Sound> spoken(WayStep.Spoken what);

    /** One sentence on the ticket with these digits; empty when this caller may not hear it or there is none. */
    Optional<String> progress(String call, String digits);

    /** The file, with its suffix, into which the caller's message is to be spoken; empty when there is no room for one. */
    Optional<Path> messageFile(String call, String line);

    /** The message is over, however it ended; a file without speech is no message. */
    void messageTaken(String call, String line, Path file);

    /** The caller has asked, in the queue, to be called back. Gives what is said to that. */
    Optional<WayStep.Spoken> callbackWanted(String call, String line);

    /** The interview with the citizen who has just picked up; empty when nobody waits for its answers. */
    Optional<Interview> begin(String id);

    /** The interview is over, however it ended. */
    void end(String id, List<Character> answers);
}
