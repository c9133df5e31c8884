package org.hotline12345.ops.run;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.BadSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Asterisk of our own, in its own run folder: fetched, configured and started by the scripts of {@code ops/asterisk}.
 *
 * <p>Like the database it is no child that dies with this program: one that was left behind is stopped at the next start.
 */
public final class AsteriskProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AsteriskProcess.class);
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(15);
    private static final Duration CONFIGURE_LIMIT = Duration.ofSeconds(30);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private final AsteriskSetup setup;
    private final Path folder;
    private final Map<String, String> seats;
    private final KeptRunning server;

    private AsteriskProcess(AsteriskSetup setup, Path folder, Map<String, String> seats) throws InterruptedException {
        this.setup = setup;
        this.folder = folder;
        this.seats = seats;
        this.server = KeptRunning.launch("Asterisk", this::startOnce, this::stop);
    }

    /**
     * Starts Asterisk, and fetches it first when this machine has none in its cache.
     *
     * @throws BadSettings when it cannot run, with the reason and what to change
     */
    public static AsteriskProcess launch(AsteriskSetup setup) throws InterruptedException {
        var folder = Folder.make(setup.folder());
        stopLeftOver(folder, setup.stopLimit());
        checkPorts(setup);
        var seats = Seats.kept(folder.resolve("seats"), setup.seats());
        configure(setup, folder, root(setup), seats);
        return new AsteriskProcess(setup, folder, seats);
    }

    /** Seats and the passwords their telephones sign on with. */
    public Map<String, String> seats() {
        return Map.copyOf(seats);
    }

    /** What this part knows of itself, for the status page. */
    public Map<String, Object> status() {
        return Map.of("running", server.isRunning(), "sip-port", setup.sipPort(), "restarts", server.restarts());
    }

    long pid() {
        return server.pid();
    }

    /** Ends Asterisk; calls that are still there are hung up. */
    @Override
    public void close() {
        server.close();
    }

    private static String root(AsteriskSetup setup) throws InterruptedException {
        var made = Command.of(FETCH_LIMIT, List.of(script(setup, "make-root")))
                .with(Map.of(Cache.VARIABLE, Cache.folder().toString()))
                .talking()
                .run();
        if (!made.good() || made.output().isBlank()) {
            throw new BadSettings("no Asterisk can be fetched (see above); an installed one needs asterisk.embedded:"
                    + " false and telephony.ami");
        }
        return made.output().strip().lines().toList().getLast();
    }

    private static void configure(AsteriskSetup setup, Path folder, String root, Map<String, String> seats)
            throws InterruptedException {
        var values = new LinkedHashMap<String, String>();
        values.put("ASTERISK_ROOT", root);
        values.put("SYSTEM_NAME", setup.node());
        values.put("BIND_ADDRESS", setup.bind());
        values.put("AMI_PORT", Integer.toString(setup.amiPort()));
        values.put("AMI_USER", setup.amiUser());
        values.put("AMI_SECRET", Secret.kept(setup.secretFile()));
        values.put("SIP_PORT", Integer.toString(setup.sipPort()));
        values.put("HTTP_PORT", Integer.toString(setup.httpPort()));
        values.put("RTP_START", Integer.toString(setup.rtpStart()));
        values.put("RTP_END", Integer.toString(setup.rtpEnd()));
        values.put("AGI_PORT", Integer.toString(setup.agiPort()));
        values.put("RECORDINGS_DIR", Folder.make(setup.recordings()).toString());
        values.put("PROMPTS_DIR", Folder.make(setup.prompts()).toString());
        values.put("CARRIER_ADDRESS", setup.carrier());
        values.put("HOTLINE_LINES", String.join(" ", setup.lines()));
        values.put("HOTLINE_QUEUES", queues(setup));
        values.put("OFFER_SECONDS", Integer.toString(setup.offerSeconds()));
        values.put("RECORD_TALKS", setup.recordTalks() ? "yes" : "no");
        values.put("TRUNK_MATCH", String.join(",", setup.trunk()));
        values.put(
                "SEATS",
                seats.entrySet().stream()
                        .map(seat -> seat.getKey() + ":" + seat.getValue())
                        .collect(Collectors.joining(" ")));
        var configured = Command.of(CONFIGURE_LIMIT, List.of(script(setup, "configure"), folder.toString()))
                .with(values)
                .run();
        if (!configured.good()) {
            throw new BadSettings("Asterisk cannot be configured: " + configured.tail());
        }
    }

    private static String queues(AsteriskSetup setup) {
        return Stream.concat(Stream.of("hotline"), setup.queues().stream())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private Process startOnce() throws InterruptedException {
        checkPorts(setup);
        var log = folder.resolve("log/start.log");
        Process process;
        try {
            // A session of its own: Ctrl-C in the terminal must reach this program alone.
            process = new ProcessBuilder("setsid", script(setup, "start"), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new BadSettings("Asterisk cannot be started: " + e.getMessage());
        }
        var ready = false;
        try {
            awaitReady(process, log);
            ready = true;
            return process;
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    private void awaitReady(Process process, Path log) throws InterruptedException {
        var end = System.nanoTime() + setup.readyLimit().toNanos();
        var lacking = "";
        while (process.isAlive()) {
            var ready = Command.of(CONFIGURE_LIMIT, List.of(script(setup, "ready"), folder.toString()))
                    .run();
            if (ready.good()) {
                return;
            }
            lacking = ready.tail();
            if (System.nanoTime() > end) {
                throw new BadSettings(
                        "Asterisk is not ready after " + setup.readyLimit().toSeconds() + " seconds: " + lacking);
            }
            Thread.sleep(POLL);
        }
        throw new BadSettings(
                "Asterisk ended at once (exit code " + process.exitValue() + "); its words are in " + log);
    }

    private void stop(Process process) throws InterruptedException {
        stop(new Running(process.pid()), setup.stopLimit());
    }

    private static void stop(Running asterisk, Duration limit) throws InterruptedException {
        asterisk.signal("TERM");
        if (!asterisk.goneWithin(limit)) {
            LOG.warn("Asterisk did not stop within {} s; killing it", limit.toSeconds());
            asterisk.signal("KILL");
            asterisk.goneWithin(KILL_LIMIT);
        }
    }

    private static void stopLeftOver(Path folder, Duration limit) throws InterruptedException {
        var configuration = folder.resolve("etc/asterisk.conf").toString();
        var found = Running.of(folder.resolve("run/asterisk.pid"))
                .filter(process -> process.words().contains(configuration)
                        && process.words().stream().anyMatch(word -> word.endsWith("/asterisk")));
        if (found.isPresent()) {
            LOG.warn(
                    "stopping the Asterisk that an earlier run left behind (process {})",
                    found.get().pid());
            stop(found.get(), limit);
        }
    }

    private static void checkPorts(AsteriskSetup setup) {
        try (var socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(setup.bind(), setup.sipPort()));
        } catch (SocketException e) {
            throw taken("asterisk.sip-port", setup.bind(), setup.sipPort(), e);
        }
        checkTcp("asterisk.http-port", setup.bind(), setup.httpPort());
        checkTcp("telephony.ami.port", "127.0.0.1", setup.amiPort());
    }

    private static void checkTcp(String key, String address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw taken(key, address, port, e);
        }
    }

    private static BadSettings taken(String key, String address, int port, IOException e) {
        return new BadSettings("port " + port + " on " + address + " cannot be used (" + e.getMessage() + "): give "
                + key + " a free one");
    }

    private static String script(AsteriskSetup setup, String name) {
        var script = setup.scripts().resolve(name).toAbsolutePath();
        if (!Files.isExecutable(script)) {
            throw new BadSettings("the program's folder is incomplete: " + script + " is missing");
        }
        return script.toString();
    }
}
