package org.hotline12345.telephony.agi;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Asterisk says of the channel before the conversation: the few lines that we use, each of a checked shape.
 *
 * <p>The caller's number and name are among the lines and are thrown away here: they are a stranger's words, and what we
 * know of the caller we know from the call.
 *
 * @param script which conversation the dialplan asks for
 * @param uniqueId the channel's id; of a citizen's call it is the call's id
 * @param extension the number that was dialled
 */
record AgiHeader(String script, String channel, String uniqueId, String extension) {
    private static final int MAX_LINES = 100;
    private static final int MAX_BYTES = 32 * 1024;
    private static final Pattern LINE = Pattern.compile("(agi_[a-z0-9_]{1,40}): ?(.*)", Pattern.DOTALL);

    /** The lines that are kept, with the shape of an honest one. */
    private static final Map<String, Pattern> KEPT = Map.of(
            "agi_network_script", Pattern.compile("[a-z]{1,20}"),
            "agi_channel", Pattern.compile("[A-Za-z0-9_./@:;+-]{1,120}"),
            "agi_uniqueid", Pattern.compile("[A-Za-z0-9._-]{1,150}"),
            "agi_extension", Pattern.compile("[0-9A-Za-z*#+_-]{1,80}"));

    /** @throws NotAgi when this is no FastAGI, or none that Asterisk would speak */
    static AgiHeader read(AgiLines lines) throws IOException {
        var kept = new HashMap<String, String>();
        var seen = new HashSet<String>();
        var bytes = 0;
        for (int count = 0; count < MAX_LINES; count++) {
            var line = lines.read();
            if (line == null) {
                throw new NotAgi("the connection ended within the header");
            }
            if (line.isEmpty()) {
                return whole(kept);
            }
            bytes += line.length();
            var matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new NotAgi("a line of the header is not of the form agi_key: value");
            }
            var key = matcher.group(1);
            // A name with a line break in it would otherwise speak for Asterisk.
            if (!seen.add(key)) {
                throw new NotAgi("a key of the header comes twice");
            }
            var shape = KEPT.get(key);
            if (shape != null) {
                var value = matcher.group(2);
                if (!shape.matcher(value).matches()) {
                    throw new NotAgi(key + " is not of the shape that Asterisk sends");
                }
                kept.put(key, value);
            }
            if (bytes > MAX_BYTES) {
                throw new NotAgi("the header is longer than " + MAX_BYTES + " bytes");
            }
        }
        throw new NotAgi("the header has more than " + MAX_LINES + " lines");
    }

    /** The header as the library is to read it: what was checked, and nothing else. */
    List<String> lines() {
        return List.of(
                "agi_network_script: " + script,
                "agi_channel: " + channel,
                "agi_uniqueid: " + uniqueId,
                "agi_extension: " + extension,
                "");
    }

    private static AgiHeader whole(Map<String, String> kept) throws NotAgi {
        for (var key : KEPT.keySet()) {
            if (!kept.containsKey(key)) {
                throw new NotAgi("the header lacks " + key);
            }
        }
        return new AgiHeader(
                text(kept, "agi_network_script"),
                text(kept, "agi_channel"),
                text(kept, "agi_uniqueid"),
                text(kept, "agi_extension"));
    }

    private static String text(Map<String, String> kept, String key) {
        return kept.getOrDefault(key, "");
    }
}
