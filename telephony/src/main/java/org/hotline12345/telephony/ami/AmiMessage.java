package org.hotline12345.telephony.ami;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message of Asterisk: an event, a response, or the banner. Keys may come more than once; their order is kept. It
 * holds the bytes as they came and makes words of those that are asked for: of a busy Asterisk's events most are only
 * looked at.
 */
public final class AmiMessage {
    /** One line of a message; a line that has no colon has an empty key. */
    public record Field(String key, String value) {}

    /** Key of the only field of the banner, which Asterisk says before anything else. */
    static final String BANNER = "Banner";

    /** A place has so many bits for the end of a value, the rest for the number of its key. */
    private static final int END_BITS = 20;

    static final int MAX_BYTES = (1 << END_BITS) - 1;
    /** A key without a number has its length before it. */
    static final int LENGTH_BYTES = 2;

    private static final int MAX_KEY_BYTES = 0xffff;
    private static final String UNKNOWN = "<unknown>";
    private static final AmiKeys NO_KEYS = new AmiKeys(0);

    private final AmiKeys keys;
    /** The values, one after the other; a key without a number stands before its value, after its length. */
    private final byte[] text;

    private final int[] places;
    private final boolean cut;
    /** Read by many, made at most once by each thread that asks. */
    private @Nullable String event;

    /** @throws IllegalArgumentException when the fields are longer than those of any message that is read */
    public AmiMessage(List<Field> fields, boolean cut) {
        var written = new ByteArrayOutputStream();
        var ends = new int[fields.size()];
        for (int i = 0; i < ends.length; i++) {
            var key = fields.get(i).key().getBytes(StandardCharsets.UTF_8);
            written.write(key.length >> 8);
            written.write(key.length);
            written.writeBytes(key);
            written.writeBytes(fields.get(i).value().getBytes(StandardCharsets.UTF_8));
            if (key.length > MAX_KEY_BYTES || written.size() > MAX_BYTES) {
                throw new IllegalArgumentException("a message of more than " + MAX_BYTES + " bytes");
            }
            ends[i] = place(AmiKeys.NONE, written.size());
        }
        this.keys = NO_KEYS;
        this.text = written.toByteArray();
        this.places = ends;
        this.cut = cut;
    }

    /** Takes the arrays as its own. */
    AmiMessage(AmiKeys keys, byte[] text, int[] places, boolean cut) {
        this.keys = keys;
        this.text = text;
        this.places = places;
        this.cut = cut;
    }

    static int place(int key, int end) {
        return key << END_BITS | end;
    }

    public List<Field> fields() {
        var fields = new ArrayList<Field>(places.length);
        for (int i = 0; i < places.length; i++) {
            fields.add(new Field(key(i), value(i)));
        }
        return List.copyOf(fields);
    }

    /** Whether a limit cut something off: a line, a field or the message was longer than any honest one. */
    public boolean cut() {
        return cut;
    }

    /** The event's name; empty for a response. */
    public String event() {
        var name = event;
        if (name == null) {
            name = get("Event");
            event = name;
        }
        return name;
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
        for (int i = 0; i < places.length; i++) {
            if (key(i).equalsIgnoreCase(key)) {
                return value(i);
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
        var values = new ArrayList<String>();
        for (int i = 0; i < places.length; i++) {
            if (key(i).equalsIgnoreCase(key)) {
                values.add(value(i));
            }
        }
        return List.copyOf(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AmiMessage message && cut == message.cut && fields().equals(message.fields());
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }

    /** Names the message without its values: those may be a citizen's. */
    @Override
    public String toString() {
        return (event().isEmpty() ? "response" : event()) + " of " + places.length + " fields";
    }

    private String key(int field) {
        var number = places[field] >>> END_BITS;
        return number == AmiKeys.NONE
                ? new String(text, begin(field) + LENGTH_BYTES, keyBytes(field), StandardCharsets.UTF_8)
                : keys.name(number);
    }

    private String value(int field) {
        var begin = begin(field);
        if (places[field] >>> END_BITS == AmiKeys.NONE) {
            begin += LENGTH_BYTES + keyBytes(field);
        }
        return new String(text, begin, end(field) - begin, StandardCharsets.UTF_8);
    }

    private int keyBytes(int field) {
        var begin = begin(field);
        return (text[begin] & 0xff) << 8 | (text[begin + 1] & 0xff);
    }

    private int begin(int field) {
        return field == 0 ? 0 : end(field - 1);
    }

    private int end(int field) {
        return places[field] & MAX_BYTES;
    }
}
