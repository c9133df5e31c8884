package org.hotline12345.telephony;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the sound begins in a WAV file, and how fast it runs. The length that the header tells is not used: an Asterisk
 * that died has not written it.
 *
 * @param soundAt offset of the first byte of sound
 */
record WavHeader(int soundAt, int bytesPerSecond) {
    /** Asterisk writes 44 bytes; other chunks before the sound are passed over up to here. */
    static final int LIMIT = 4_096;

    private static final int CHUNK = 8;
    private static final int RATE_IN_FORMAT = 8;
    private static final int FORMAT = 16;

    /** Empty when these bytes do not begin a WAV file. */
    static Optional<WavHeader> read(byte[] beginning) {
        var bytes = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN);
        if (beginning.length < 12
                || !word(beginning, 0).equals("RIFF")
                || !word(beginning, 8).equals("WAVE")) {
            return Optional.empty();
        }
        var bytesPerSecond = 0;
        var at = 12L;
        while (at + CHUNK <= beginning.length) {
            var here = (int) at;
            if (word(beginning, here).equals("data")) {
                return bytesPerSecond > 0 ? Optional.of(new WavHeader(here + CHUNK, bytesPerSecond)) : Optional.empty();
            }
            if (word(beginning, here).equals("fmt ") && here + CHUNK + FORMAT <= beginning.length) {
                bytesPerSecond = bytes.getInt(here + CHUNK + RATE_IN_FORMAT);
            }
            var length = Integer.toUnsignedLong(bytes.getInt(here + 4));
            at += CHUNK + length + length % 2;
        }
        return Optional.empty();
    }

    /** Of a file with so many bytes. */
    Duration duration(long bytes) {
        return Duration.ofMillis(Math.max(0, bytes - soundAt) * 1_000 / bytesPerSecond);
    }

    private static String word(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }
}
