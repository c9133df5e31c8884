package org.hotline12345.ops.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.hotline12345.office.BadSettings;

/** A short program that is run to its end, within a time limit. */
record Command(List<String> words, Map<String, String> environment, String input, Duration limit, boolean talkative) {
    private static final int MAX_OUTPUT = 1 << 20;

    /** How a program ended and what it printed; errors stand in {@code errors} unless they went to the terminal. */
    record Result(int code, String output, String errors) {
        boolean good() {
            return code == 0;
        }

        /** The end of what was printed, for a message. */
        String tail() {
            var lines = (output + "\n" + errors).strip().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
        }
    }

    static Command of(Duration limit, List<String> words) {
        return new Command(words, Map.of(), "", limit, false);
    }

    Command with(Map<String, String> variables) {
        return new Command(words, variables, input, limit, talkative);
    }

    Command reading(String text) {
        return new Command(words, environment, text, limit, talkative);
    }

    /** What it says on its error stream goes to the terminal at once: a person is waiting for it. */
    Command talking() {
        return new Command(words, environment, input, limit, true);
    }

    /** @throws BadSettings when the program is not there or does not end in time */
    Result run() throws InterruptedException {
        var builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        if (talkative) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BadSettings(Path.of(words.getFirst()).getFileName() + " cannot be started: " + e.getMessage());
        }
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), readers);
            var errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), readers);
            try {
                try (var stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // It ended without reading: its exit code tells.
                }
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new BadSettings(
                            String.join(" ", words) + " did not end within " + limit.toSeconds() + " seconds");
                }
                return new Result(process.exitValue(), output.join(), errors.join());
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            var text = new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            stream.skip(Long.MAX_VALUE);
            return text;
        } catch (IOException e) {
            return "";
        }
    }
}
