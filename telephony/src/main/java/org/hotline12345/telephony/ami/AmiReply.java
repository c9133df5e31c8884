package org.hotline12345.telephony.ami;

import java.util.List;

/** What Asterisk answered to an action: its response and, for a list, the events that belong to it. */
public record AmiReply(AmiMessage response, List<AmiMessage> events) {
    public AmiReply {
        events = List.copyOf(events);
    }

    public boolean isSuccess() {
        return response.isSuccess();
    }

    /** Asterisk's own words, which are the same for all callers and hold nothing personal. */
    public String message() {
        return response.get("Message");
    }
}
