package org.hotline12345.telephony.ami;

import java.util.List;
import java.util.Optional;

/**
 * One message of Asterisk: an event, a response, or the banner. Keys may come more than once; their order is kept.
 *
 * @param cut whether a limit cut something off: a line, a field or the message was longer than any honest one
 */
public record AmiMessage(List<Field> fields, boolean cut) {
    /** One line of a message; a line that has no colon has an empty key. */
    public record Field(String key, String value) {}

    /** Key of the only field of the banner, which Asterisk says before anything else. */
    static final String BANNER = "Banner";

    private static final String UNKNOWN = "<unknown>";

    public AmiMessage {
        fields = List.copyOf(fields);
    }

    /** The event's name; empty for a response. */
    public String event() {
        return get("Event");
    }

    public boolean isResponse() {
        return !get("Response").isEmpty();
    }

    public boolean isSuccess() {
        return get("Response").equals("Success");
    }

    public String actionId() {
        return get("ActionID");
    }

    /** The first value of the key; empty when it is not there. */
    public String get(String key) {
        for (var field : fields) {
            if (field.key().equalsIgnoreCase(key)) {
                return field.value();
            }
        }
        return "";
    }

    /** The first value of the key, unless it is absent, empty or what Asterisk writes for "not set". */
    public Optional<String> known(String key) {
        var value = get(key);
        return value.isEmpty() || value.equals(UNKNOWN) ? Optional.empty() : Optional.of(value);
    }

    public List<String> all(String key) {
        return fields.stream()
                .filter(field -> field.key().equalsIgnoreCase(key))
                .map(Field::value)
                .toList();
    }

    /** Names the message without its values: those may be a citizen's. */
    @Override
    public String toString() {
        var event = event();
        return (event.isEmpty() ? "response" : event) + " of " + fields.size() + " fields";
    }
}
