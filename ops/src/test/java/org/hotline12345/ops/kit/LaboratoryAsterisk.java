package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Asterisk that no hotline owns: made by the scripts of {@code ops/asterisk}, it may be killed and started again,
 * and it keeps a queue_log that the hotline does not read.
 */
public final class LaboratoryAsterisk implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration READY = Duration.ofSeconds(30);

    private final Path scripts;
    private final Path folder;
    private @Nullable Process process;

    private LaboratoryAsterisk(Path scripts, Path folder) {
        this.scripts = scripts;
        this.folder = folder;
    }

    /**
     * Makes, configures and starts it.
     *
     * @param scripts {@code ops/asterisk}
     * @param folder its run folder
     * @param values of {@code configure}, by their names there
     */
    public static LaboratoryAsterisk start(Path scripts, Path folder, Map<String, String> values) {
        var all = new LinkedHashMap<>(values);
        all.put("QUEUE_LOG", "yes");
        var asterisk = new LaboratoryAsterisk(scripts, folder);
        var root = asterisk.run(List.of("make-root"), Map.of());
        all.put("ASTERISK_ROOT", root.strip().lines().toList().getLast());
        asterisk.run(List.of("configure", folder.toString()), all);
        asterisk.start();
        return asterisk;
    }

    /** Starts it, also after it was killed; returns when calls can come. */
    public void start() {
        try {
            process = new ProcessBuilder(scripts.resolve("start").toString(), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("start.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(List.of("ready", folder.toString(), Long.toString(READY.toSeconds())), Map.of());
    }

    /** {@code kill -9}; when it was dead. */
    public Instant kill() {
        try {
            var killed = process;
            if (killed != null) {
                killed.destroyForcibly().waitFor();
            }
            return Instant.now();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where its record (CEL) grows. */
    public Path record() {
        return folder.resolve("cel");
    }

    public Path queueLog() {
        return folder.resolve("log/queue_log");
    }

    /** Channels that are there now. */
    public int channels() {
        return (int) console("core show channels concise")
                .lines()
                .filter(line -> line.contains("!"))
                .count();
    }

    /** What Asterisk itself answers to a command of its console. */
    public String console(String command) {
        return run(List.of("cli", folder.toString(), command), Map.of());
    }

    /** Programs that are logged in at its manager port now. */
    public int managers() {
        var said = run(List.of("cli", folder.toString(), "manager show connected"), Map.of());
        return said.lines()
                .filter(line -> line.endsWith(" users connected."))
                .map(line -> Integer.parseInt(line.strip().split(" ", 2)[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no count of managers in: " + said));
    }

    private String run(List<String> words, Map<String, String> environment) {
        var command = new ArrayList<>(words);
        command.set(0, scripts.resolve(words.getFirst()).toString());
        try {
            var output = Files.createTempFile("asterisk-script", ".out");
            output.toFile().deleteOnExit();
            var builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var script = builder.start();
            if (!script.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || script.exitValue() != 0) {
                throw new IllegalStateException(words + " failed: " + Files.readString(output));
            }
            var said = Files.readString(output);
            Files.delete(output);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            var running = process;
            if (running != null && running.isAlive()) {
                running.destroy();
                if (!running.waitFor(10, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
