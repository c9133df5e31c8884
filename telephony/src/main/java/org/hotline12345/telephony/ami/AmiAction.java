package org.hotline12345.telephony.ami;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Something asked of Asterisk. A value can never become a second header: line ends and other control characters are
 * refused, as is a line that Asterisk would silently drop for its length.
 */
public record AmiAction(String name, List<AmiMessage.Field> fields) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,39}");
    /** Asterisk's own line buffer holds 1025 bytes, its table of headers 128. */
    private static final int MAX_LINE_BYTES = 1_000;

    private static final int MAX_FIELDS = 120;

    public AmiAction {
        fields = List.copyOf(fields);
        check("Action", name);
        if (fields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("action " + name + " has more than " + MAX_FIELDS + " fields");
        }
        fields.forEach(field -> check(field.key(), field.value()));
    }

    public static AmiAction of(String name) {
        return new AmiAction(name, List.of());
    }

    public AmiAction with(String key, String value) {
        var more = new ArrayList<>(fields);
        more.add(new AmiMessage.Field(key, value));
        return new AmiAction(name, more);
    }

    @Override
    public String toString() {
        return "action " + name;
    }

    private static void check(String key, String value) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("\"" + key.strip() + "\" is no key of an action");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the value of " + key + " holds a line end or a control character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(
                    "the value of " + key + " holds half a character: it would be sent as \"?\"");
        }
        if (key.length() + value.getBytes(StandardCharsets.UTF_8).length > MAX_LINE_BYTES) {
            throw new IllegalArgumentException("the value of " + key + " is longer than Asterisk reads");
        }
    }
}
