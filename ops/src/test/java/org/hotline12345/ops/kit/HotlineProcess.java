package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12345.ops.Main;
import org.jspecify.annotations.Nullable;

/** {@code ops/run} as a process of its own, so that killing it is real; the next start takes the same data up. */
public final class HotlineProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path repository;
    private final Path folder;
    private final Map<String, String> settings;
    private final List<String> options;
    private final AtomicInteger starts = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;

    /**
     * @param folder for what it says
     * @param settings full keys of the configuration, with {@code data} and {@code web.port}
     */
    public HotlineProcess(Path repository, Path folder, Map<String, String> settings) {
        this(repository, folder, settings, List.of());
    }

    private HotlineProcess(Path repository, Path folder, Map<String, String> settings, List<String> more) {
        this.repository = repository;
        this.folder = folder;
        this.settings = settings;
        this.options = new ArrayList<>(more);
        settings.forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
    }

    /**
     * @param config a configuration file, for what the command line cannot say; the settings stand above it
     */
    public static HotlineProcess configured(Path repository, Path folder, Path config, Map<String, String> settings) {
        return new HotlineProcess(repository, folder, settings, List.of("--config", config.toString()));
    }

    /** Begins to start; {@link #awaitReady} says when calls are counted. */
    public void launch() {
        var command = new ArrayList<>(List.of(repository.resolve("ops/run").toString()));
        command.addAll(options);
        var log = folder.resolve("hotline-" + starts.incrementAndGet() + ".log");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            // Whoever starts it has built it.
            builder.environment().put("HOTLINE_BUILT", "yes");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitReady() {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !isAlive()) {
                throw new IllegalStateException("ops/run was not ready; what it said is in " + folder);
            }
            sleep(Duration.ofMillis(50));
        }
    }

    /** {@code kill -9} of the program alone; its database lives on. */
    public void kill() {
        try {
            var killed = process;
            if (killed != null) {
                killed.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code SIGSTOP}: it does nothing any more and does not know of it, as on a machine that is frozen. */
    public void freeze() {
        signal("STOP");
    }

    /** {@code SIGCONT}: it goes on as if no time had passed. */
    public void wake() {
        signal("CONT");
    }

    /** Told to stop, it ends in order. */
    public void stop() {
        try {
            var stopping = process;
            if (stopping != null) {
                stopping.destroy();
                stopping.waitFor(60, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void signal(String name) {
        var running = process;
        if (running == null) {
            throw new IllegalStateException("there is no process to tell SIG" + name);
        }
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                    .inheritIO()
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code kill -9} of its PostgreSQL. */
    public void killDatabase() {
        try {
            var pid = Files.readAllLines(data().resolve("postgres/rows/postmaster.pid"))
                    .getFirst()
                    .strip();
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program's process id; it must have been launched. */
    public long pid() {
        return Objects.requireNonNull(process).pid();
    }

    public String address() {
        return "http://127.0.0.1:" + settings.get("web.port");
    }

    public Path data() {
        return Path.of(settings.getOrDefault("data", "data"));
    }

    /** Runs a command of {@code ops/hotline} on it and gives what it printed. */
    public String command(String... words) {
        var arguments = new ArrayList<>(List.of(words));
        arguments.addAll(options);
        var printed = new StringWriter();
        var status = Main.execute(new PrintWriter(printed, true), arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(List.of(words) + " ended with " + status + ": " + printed);
        }
        return printed.toString();
    }

    /** Whether all Asterisks are this process's to hear. */
    public boolean hearsCalls() {
        return answers("/healthz/calls");
    }

    /** Whether that Asterisk tells this process what happens, at this moment. */
    public boolean isConnected(String node) {
        try {
            var request = HttpRequest.newBuilder(URI.create(address() + "/metrics"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, BodyHandlers.ofString())
                    .body()
                    .contains("hotline_asterisk_heard{node=\"" + node + "\"} 1.0");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isReady() {
        return answers("/healthz");
    }

    private boolean answers(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(address() + path))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isAlive() {
        var running = process;
        return running != null && running.isAlive();
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        var running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        if (running.isAlive()) {
            // A frozen one hears of it when it wakes.
            signal("CONT");
        }
        try {
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
