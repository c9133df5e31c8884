package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A sentence as sound, to be found in what somebody has heard. Pieces of it, a quarter of a second each, must be there sample by
 * sample, but for what the telephone's codec changes, and most of them at the right distances: a busy machine may stutter, and no
 * other sentence of the same voice has them all.
 */
public final class Saying {
    /** Root mean square below which there is nothing to hear. */
    static final double SILENT = 60;

    private static final int PIECE = Ear.RATE / 4;
    private static final int MOST_PIECES = 8;
    private static final double ENOUGH = 0.6;
    /** What a stutter may move a piece by. */
    private static final int WANDER = Ear.RATE * 4 / 10;

    private static final int FIRST_LOOK = 100;
    private static final double ALIKE_AT_FIRST = 0.85;
    private static final double ALIKE = 0.95;

    /** A piece was heard, so that the sentence would have begun there. */
    private record Found(int begin, int piece) {}

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

    /** As a busy machine plays it: after so many samples of silence, and with a hole of so many in the middle. */
    short[] stuttering(int before, int hole) {
        var sound = new short[before + samples.length + hole];
        var half = samples.length / 2;
        System.arraycopy(samples, 0, sound, before, half);
        System.arraycopy(samples, half, sound, before + half + hole, samples.length - half);
        return sound;
    }

    /** Where it was heard first. */
    Optional<Duration> in(short[] heard) {
        var pieces = pieces();
        var found = new ArrayList<Found>();
        for (int piece = 0; piece < pieces.size(); piece++) {
            var from = pieces.get(piece);
            for (int at = 0; at + PIECE <= heard.length; at++) {
                if (alike(heard, at, from, FIRST_LOOK) > ALIKE_AT_FIRST && alike(heard, at, from, PIECE) > ALIKE) {
                    found.add(new Found(at - from, piece));
                }
            }
        }
        found.sort(Comparator.comparingInt(Found::begin));
        for (int first = 0; first < found.size(); first++) {
            var begin = found.get(first).begin;
            var there = found.stream()
                    .skip(first)
                    .takeWhile(other -> other.begin <= begin + WANDER)
                    .map(Found::piece)
                    .distinct()
                    .count();
            if (there >= ENOUGH * pieces.size()) {
                return Optional.of(Duration.ofMillis(Math.max(0, begin) * 1_000L / Ear.RATE));
            }
        }
        return Optional.empty();
    }

    /** The cosine of the angle between the two pieces of sound. */
    private double alike(short[] heard, int at, int from, int length) {
        var both = 0.0;
        var own = 0.0;
        var other = 0.0;
        for (int i = 0; i < length; i++) {
            double a = samples[from + i];
            double b = heard[at + i];
            both += a * b;
            own += a * a;
            other += b * b;
        }
        return own == 0 || other == 0 ? 0 : both / Math.sqrt(own * other);
    }

    /** Where pieces begin in which there is something to hear from the first moment on, spread over the sentence. */
    private List<Integer> pieces() {
        var loud = new ArrayList<Integer>();
        for (int at = 0; at + PIECE <= samples.length; at += PIECE / 4) {
            if (loudness(samples, at, at + FIRST_LOOK) > 5 * SILENT && loudness(samples, at, at + PIECE) > 5 * SILENT) {
                loud.add(at);
            }
        }
        var step = Math.max(1.0, (double) loud.size() / MOST_PIECES);
        var pieces = new ArrayList<Integer>();
        for (double next = 0; next < loud.size(); next += step) {
            pieces.add(loud.get((int) next));
        }
        if (pieces.isEmpty()) {
            throw new IllegalStateException("there is nothing to hear in \"" + words + "\"");
        }
        return pieces;
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
