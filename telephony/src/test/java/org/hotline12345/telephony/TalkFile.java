package org.hotline12345.telephony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Recorded talks as Asterisk writes them: 8 kHz, 16 bit, mono, a header of 44 bytes. */
public final class TalkFile {
    private static final int BYTES_PER_SECOND = 16_000;

    private TalkFile() {}

    /** Sound that differs with the seed. */
    public static byte[] wav(double seconds, long seed) {
        var sound = new byte[(int) (seconds * BYTES_PER_SECOND) / 2 * 2];
        new Random(seed).nextBytes(sound);
        return ByteBuffer.allocate(44 + sound.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(36 + sound.length)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(8_000)
                .putInt(BYTES_PER_SECOND)
                .putShort((short) 2)
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt(sound.length)
                .put(sound)
                .array();
    }

    /** Writes it below the folder; days are made. */
    public static Path write(Path folder, String name, byte[] bytes) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
