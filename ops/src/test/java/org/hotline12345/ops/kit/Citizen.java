package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A citizen on the telephone, who hears what the hotline says. */
public final class Citizen implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final Map<String, Saying> SPOKEN = new ConcurrentHashMap<>();

    private final Ear ear;
    private final Sipp.Run telephone;

    private Citizen(Ear ear, Sipp.Run telephone) {
        this.ear = ear;
        this.telephone = telephone;
    }

    /**
     * Dials now.
     *
     * @param number the citizen's own
     * @param talk hangs up so long after being let in
     */
    public static Citizen dials(Sipp sipp, String line, String number, Duration talk) {
        var ear = Ear.open();
        return new Citizen(
                ear, sipp.dial("citizen-hears", line, List.of(number + ";" + ear.port()), 1, Map.of("talk_ms", (int)
                        talk.toMillis())));
    }

    public Ear ear() {
        return ear;
    }

    /** Whether the line is still there. */
    public boolean isOnTheLine() {
        return telephone.isAlive();
    }

    /**
     * Waits until the sentence is heard.
     *
     * @return when it began, from the first sound on
     */
    public Duration hears(Saying sentence, Duration limit) {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var over = System.nanoTime() > end || !isOnTheLine();
            var at = ear.hears(sentence);
            if (at.isPresent()) {
                return at.get();
            }
            if (over) {
                throw new AssertionError(
                        "\"" + sentence + "\" was not heard " + (isOnTheLine() ? "" : "before hanging up ")
                                + "; there was sound in the seconds " + ear.secondsWithSound());
            }
            sleep();
        }
    }

    /** Whether the sentence was heard so far. */
    public boolean hasHeard(Saying sentence) {
        return ear.hears(sentence).isPresent();
    }

    /** Waits until the line is free again, whoever hung up. */
    public Sipp.Tally await(Duration limit) {
        return telephone.await(limit);
    }

    /** A sentence in the voice of the machine, made by {@code ops/asterisk/say} and so independent of the program. */
    public static Saying sentence(Path scripts, Path folder, String words) {
        return SPOKEN.computeIfAbsent(words, text -> {
            var file = folder.resolve("saying-" + Integer.toHexString(text.hashCode()) + ".wav");
            try {
                var say = new ProcessBuilder(scripts.resolve("say").toString(), text, file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("say.log").toFile())
                        .start();
                if (!say.waitFor(20, TimeUnit.SECONDS) || say.exitValue() != 0) {
                    throw new IllegalStateException("cannot speak: " + folder.resolve("say.log"));
                }
                return Saying.of(text, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        telephone.close();
        ear.close();
    }
}
