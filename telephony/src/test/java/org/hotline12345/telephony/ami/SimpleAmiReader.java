package org.hotline12345.telephony.ami;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole stream as one would say it, without a thought for speed: what {@link AmiParser} must give, too. */
final class SimpleAmiReader {
    private static final String END_OF_OUTPUT = "--END COMMAND--";

    private final List<AmiMessage> messages = new ArrayList<>();
    private List<AmiMessage.Field> fields = new ArrayList<>();
    private int bytes;
    private boolean cut;
    private boolean follows;

    private SimpleAmiReader() {}

    static List<AmiMessage> read(byte[] stream) {
        var reader = new SimpleAmiReader();
        // A letter for each byte; only keys and values are words.
        var lines = new String(stream, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            reader.line(lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i], i == 0);
        }
        return reader.messages;
    }

    private void line(String whole, boolean first) {
        cut |= whole.length() > AmiParser.MAX_LINE_BYTES;
        var line = whole.substring(0, Math.min(whole.length(), AmiParser.MAX_LINE_BYTES));
        if (first && line.startsWith("Asterisk Call Manager/")) {
            add(AmiMessage.BANNER, line, line.length());
            finish();
            return;
        }
        var hasOutput = fields.stream().anyMatch(field -> field.key().equals("Output"));
        var isHeader = line.startsWith("Privilege: ") || line.startsWith("ActionID: ") || line.startsWith("Message: ");
        if (follows && (hasOutput || !isHeader)) {
            output(line);
        } else if (line.isEmpty()) {
            finish();
        } else {
            follows |= fields.isEmpty() && line.equals("Response: Follows");
            var colon = line.indexOf(':');
            var value = line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
            add(colon < 0 ? "" : line.substring(0, colon), colon < 0 ? line : line.substring(value), line.length());
        }
    }

    private void output(String line) {
        var ends = line.endsWith(END_OF_OUTPUT);
        var text = ends ? line.substring(0, line.length() - END_OF_OUTPUT.length()) : line;
        var isKept = (ends && text.isEmpty()) || add("Output", text, text.length());
        follows = isKept && !ends;
    }

    private boolean add(String key, String value, int lineBytes) {
        if (fields.size() == AmiParser.MAX_FIELDS || bytes + lineBytes > AmiParser.MAX_MESSAGE_BYTES) {
            cut = true;
            return false;
        }
        bytes += lineBytes;
        fields.add(new AmiMessage.Field(words(key), words(value)));
        return true;
    }

    private void finish() {
        if (!fields.isEmpty()) {
            messages.add(new AmiMessage(fields, cut));
        }
        fields = new ArrayList<>();
        bytes = 0;
        cut = false;
    }

    private static String words(String letters) {
        return new String(letters.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
