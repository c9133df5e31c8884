package org.hotline12345.telephony.agi;

import java.util.List;
import java.util.Optional;
import org.hotline12345.telephony.Interview;

/** What is said to whom: asked by the FastAGI server on each conversation's own thread. */
public interface Conversations {
    /**
     * What a caller hears on arrival.
     *
     * @param files paths without suffix, played one after the other
     */
    record Welcome(List<String> files, String queue) {
        public Welcome {
            files = List.copyOf(files);
        }
    }

    /**
     * Whether there is a citizen's call with this id, or we cannot tell because Asterisk is not connected. May wait a
     * moment: the news of the call comes by another way than the conversation.
     */
    boolean isKnown(String call);

    Welcome welcome(String line);

    /** The file that says the text, without suffix; empty when it cannot be made. */
    Optional<String> spoken(String text);

    /** The interview with the citizen who has just picked up; empty when nobody waits for its answers. */
    Optional<Interview> begin(String id);

    /** The interview is over, however it ended. */
    void end(String id, List<Character> answers);
}
