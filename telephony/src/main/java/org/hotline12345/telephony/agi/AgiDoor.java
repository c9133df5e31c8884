package org.hotline12345.telephony.agi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.asteriskjava.fastagi.AgiChannelFactory;
import org.asteriskjava.fastagi.internal.DefaultAgiChannelFactory;
import org.asteriskjava.fastagi.internal.FastAgiConnectionHandler;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.TelephonyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FastAGI server: lets in known peers only, up to a limit of conversations, each on a virtual thread of its own and
 * ended when its time is over. Whoever is refused is closed, and the dialplan goes on without us.
 */
public final class AgiDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgiDoor.class);
    private static final int BACKLOG = 512;
    /** Asterisk sends its header in one go; who takes longer holds a place for nothing. */
    private static final Duration HEADER_LIMIT = Duration.ofSeconds(5);

    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final Duration REFUSALS_SAID_EVERY = Duration.ofSeconds(30);

    private final TelephonyConfig.Agi config;
    private final ServerSocket listening;
    private final Set<InetAddress> peers;
    private final Semaphore places;
    private final Refusals refusals = new Refusals(REFUSALS_SAID_EVERY);
    private final AgiScripts scripts;
    private final Set<AgiSocket> open = ConcurrentHashMap.newKeySet();
    private final AgiChannelFactory channels = new DefaultAgiChannelFactory();
    private final ThreadFactory threads =
            Thread.ofVirtual().name("hotline-agi-", 0).factory();
    private final Duration headerLimit;
    private volatile boolean closed;

    private AgiDoor(
            TelephonyConfig.Agi config, Conversations conversations, ServerSocket listening, Set<InetAddress> peers) {
        this.config = config;
        this.listening = listening;
        this.peers = Set.copyOf(peers);
        this.places = new Semaphore(config.maxSessions());
        this.headerLimit = config.greetingLimit().compareTo(HEADER_LIMIT) < 0 ? config.greetingLimit() : HEADER_LIMIT;
        this.scripts = new AgiScripts(config, conversations, refusals);
    }

    /** @throws BadSettings when the port cannot be had or an address makes no sense */
    public static AgiDoor open(TelephonyConfig.Agi config, Conversations conversations) {
        try {
            var peers = new HashSet<InetAddress>();
            for (var peer : config.peers()) {
                peers.add(InetAddress.getByName(peer));
            }
            var listening = new ServerSocket(config.port(), BACKLOG, InetAddress.getByName(config.bind()));
            var door = new AgiDoor(config, conversations, listening, peers);
            Thread.ofPlatform().daemon().name("hotline-agi").start(door::accept);
            Thread.ofPlatform().daemon().name("hotline-agi-limits").start(door::sweep);
            return door;
        } catch (UnknownHostException e) {
            throw new BadSettings("telephony.agi: " + e.getMessage() + " is no address");
        } catch (IOException e) {
            throw new BadSettings("telephony.agi: " + config.bind() + ":" + config.port() + " cannot be opened ("
                    + e.getMessage() + "): another program may hold the port");
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many conversations are going on. */
    public int conversations() {
        return config.maxSessions() - places.availablePermits();
    }

    /** How many conversations were refused since the start. */
    public long refused() {
        return refusals.count();
    }

    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("closing the FastAGI server failed", e);
        }
        open.forEach(AgiSocket::close);
    }

    private void accept() {
        while (!closed) {
            try {
                let(listening.accept());
            } catch (IOException e) {
                if (!closed) {
                    // Such as too many open files: the next one may find a place again.
                    refusals.note(listening.getInetAddress(), "it cannot be accepted: " + e.getMessage());
                    pause();
                }
            }
        }
    }

    private void let(Socket socket) throws IOException {
        var peer = socket.getInetAddress();
        if (!peers.contains(peer)) {
            refusals.note(peer, "not among agi.peers");
            socket.close();
        } else if (!places.tryAcquire()) {
            refusals.note(peer, "all " + config.maxSessions() + " places of agi.max-sessions are taken");
            socket.close();
        } else {
            threads.newThread(() -> converse(socket, peer)).start();
        }
    }

    private void converse(Socket plain, InetAddress peer) {
        try (plain) {
            plain.setTcpNoDelay(true);
            var socket = new AgiSocket(plain, headerLimit);
            open.add(socket);
            try {
                converse(socket);
            } finally {
                open.remove(socket);
            }
        } catch (NotAgi e) {
            refusals.note(peer, e.why());
        } catch (IOException e) {
            refusals.note(peer, "it broke within the header");
        } finally {
            places.release();
        }
    }

    private void converse(AgiSocket socket) throws IOException {
        var header = socket.readHeader();
        socket.endAfter(config.greetingLimit());
        new FastAgiConnectionHandler((_, _) -> (_, channel) -> scripts.run(header, socket, channel), socket, channels)
                .run();
    }

    /** Ends what has lasted too long. One thread looks at all: a timer each would cost more than the conversations. */
    private void sweep() {
        while (!closed) {
            var now = System.nanoTime();
            open.removeIf(socket -> socket.isOver(now) && end(socket));
            pause();
        }
    }

    private boolean end(AgiSocket socket) {
        refusals.note(socket.getRemoteAddress(), "it has reached its limit and is ended");
        socket.close();
        return true;
    }

    private void pause() {
        try {
            Thread.sleep(SWEEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }
}
