package org.hotline12345.callback;

import java.util.List;

/** What became of a message that we wanted to send. */
public sealed interface SmsResult {
    /**
     * The SMS centre took it.
     *
     * @param messageIds the centre's names of its parts, by which receipts come back
     */
    record Accepted(List<String> messageIds) implements SmsResult {
        public Accepted {
            messageIds = List.copyOf(messageIds);
        }
    }

    /** The SMS centre refused it for good, such as a wrong number: sending it again cannot help. */
    record Rejected(String why) implements SmsResult {}

    /** It certainly did not go out; the same message may be sent later. */
    record Later(String why) implements SmsResult {}

    /** It went out in part or the answer got lost: perhaps the citizen has it, so it must not be sent again. */
    record Unsure(String why) implements SmsResult {}
}
