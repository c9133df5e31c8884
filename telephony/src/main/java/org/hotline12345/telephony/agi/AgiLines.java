package org.hotline12345.telephony.agi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to lines of bounded length. Its buffers are small: ten thousand conversations may be held at once, and each waits
 * for one short line most of the time.
 */
final class AgiLines {
    static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int BUFFER_BYTES = 256;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;

    AgiLines(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its end; null at the end of the stream.
     *
     * @throws NotAgi when the line is too long
     */
    @Nullable
    String read() throws IOException {
        var line = new byte[BUFFER_BYTES];
        var length = 0;
        while (true) {
            if (next == filled) {
                filled = in.read(buffer);
                next = 0;
                if (filled < 0) {
                    filled = 0;
                    return null;
                }
            }
            var octet = buffer[next++];
            if (octet == '\n') {
                // Asterisk ends lines with \n alone; others with \r\n.
                var end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.UTF_8);
            }
            if (length == MAX_LINE_BYTES) {
                throw new NotAgi("a line is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, 2 * length));
            }
            line[length++] = octet;
        }
    }
}
