package org.hotline12345.telephony.cel;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * One row of the record: something happened to a channel. Texts are as Asterisk wrote them and may hold anything that a
 * SIP header can, line breaks included; bytes that are not UTF-8 stand as U+FFFD. An unset value is empty.
 *
 * @param type Asterisk's name of the event, or the first argument of {@code CELGenUserEvent}
 * @param at by Asterisk's clock, to the microsecond; rows are not strictly in this order
 * @param linkedId the same for all channels of one call
 * @param caller the channel's own number, which is a citizen's on the caller's channel
 * @param appData arguments of the application; may hold a dialled number
 * @param extra a JSON object, or empty
 */
public record CelRow(
        String type,
        Instant at,
        String uniqueId,
        String linkedId,
        String caller,
        String exten,
        String context,
        String channel,
        String app,
        String appData,
        String peer,
        String extra)
        implements CelEntry {
    /** The value of that key in {@code extra}, as text; empty when it is not there or {@code extra} is no JSON object. */
    public Optional<String> extra(String key) {
        if (extra.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(new JsonObject(extra).getValue(key)).map(Object::toString);
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** Says what and when, not who: number, dialled numbers and channel names may be a citizen's. */
    @Override
    public String toString() {
        return type + " at " + at + " on " + uniqueId + " of " + linkedId;
    }
}
