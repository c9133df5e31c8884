package org.hotline12345.telephony;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A citizen's call: the linkedid of Asterisk, with the node's name in it: {@code pbx1-1795303319.0}. */
public record CallId(String value) {
    /** Stands for the Asterisk in the ids of calls of a former system. */
    static final String BROUGHT_IN = "brought-in";

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,40}-[0-9]{1,12}\\.[0-9]{1,12}");

    public CallId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a call's id has the form node-seconds.number");
        }
    }

    /** The call of what Asterisk calls a linkedid; empty when it cannot be one. */
    static Optional<CallId> of(String node, String linkedId) {
        var value = linkedId.startsWith(node + "-") ? linkedId : node + "-" + linkedId;
        return SHAPE.matcher(value).matches() ? Optional.of(new CallId(value)) : Optional.empty();
    }

    /** The id of a call that no Asterisk told of; no Asterisk may have that name. */
    static CallId broughtIn(Instant arrivedAt, long place) {
        return new CallId(BROUGHT_IN + "-" + Math.max(0, arrivedAt.getEpochSecond()) + "." + place);
    }

    /** The name of the Asterisk that had the call. */
    public String node() {
        return value.substring(0, value.lastIndexOf('-'));
    }

    @Override
    public String toString() {
        return value;
    }
}
