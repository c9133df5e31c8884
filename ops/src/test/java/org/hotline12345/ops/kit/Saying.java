package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sentence as sound, to be found in what somebody has heard. One second of it must be there sample by sample, but for what the
 * telephone's codec changes, so that no other sentence of the same voice is taken for it.
 */
public final class Saying {
    /** Root mean square below which there is nothing to hear. */
    static final double SILENT = 60;

    private static final int MOST_SAMPLES = Ear.RATE;
    private static final int FIRST_LOOK = 400;
    private static final double ALIKE_AT_FIRST = 0.8;
    private static final double ALIKE = 0.95;

    private final String words;
    private final short[] samples;

    private Saying(String words, short[] samples) {
        this.words = words;
        this.samples = samples;
    }

    /**
     * The sound of a WAV file of 8 kHz, 16 bit, mono.
     *
     * @param words for whoever reads why a test failed
     */
    public static Saying of(String words, Path wav) {
        try {
            var bytes = Files.readAllBytes(wav);
            var sound = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            var samples = new short[(bytes.length - 44) / 2];
            sound.position(44)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return new Saying(words, samples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Duration length() {
        return Duration.ofMillis(samples.length * 1_000L / Ear.RATE);
    }

    /** Whether it is more than silence. */
    public boolean hasSound() {
        return loudness(samples, 0, samples.length) > SILENT;
    }

    /** The rest of it, from there on. */
    public Saying from(Duration begin) {
        var first = (int) (begin.toMillis() * Ear.RATE / 1_000);
        return new Saying(
                words + " from " + begin.toMillis() + " ms on", Arrays.copyOfRange(samples, first, samples.length));
    }

    /** Where it was heard first. */
    Optional<Duration> in(short[] heard) {
        var from = loudest();
        var until = Math.min(samples.length, from + MOST_SAMPLES);
        for (int at = 0; at + until - from <= heard.length; at++) {
            if (alike(heard, at, from, Math.min(until, from + FIRST_LOOK)) > ALIKE_AT_FIRST
                    && alike(heard, at, from, until) > ALIKE) {
                return Optional.of(Duration.ofMillis(Math.max(0, at - from) * 1_000L / Ear.RATE));
            }
        }
        return Optional.empty();
    }

    /** The cosine of the angle between the two pieces of sound. */
    private double alike(short[] heard, int at, int from, int until) {
        var both = 0.0;
        var own = 0.0;
        var other = 0.0;
        for (int i = from; i < until; i++) {
            double a = samples[i];
            double b = heard[at + i - from];
            both += a * b;
            own += a * a;
            other += b * b;
        }
        return own == 0 || other == 0 ? 0 : both / Math.sqrt(own * other);
    }

    private int loudest() {
        var best = 0;
        var most = -1.0;
        for (int at = 0; at == 0 || at + MOST_SAMPLES <= samples.length; at += Ear.RATE / 10) {
            var loud = loudness(samples, at, Math.min(samples.length, at + MOST_SAMPLES));
            if (loud > most) {
                most = loud;
                best = at;
            }
        }
        return best;
    }

    static double loudness(short[] sound, int from, int until) {
        var sum = 0.0;
        for (int i = from; i < until; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return until > from ? Math.sqrt(sum / (until - from)) : 0;
    }

    @Override
    public String toString() {
        return words;
    }
}
