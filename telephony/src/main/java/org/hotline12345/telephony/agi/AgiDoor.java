package org.hotline12345.telephony.agi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.asteriskjava.fastagi.AgiScript;
import org.asteriskjava.fastagi.DefaultAgiServer;
import org.asteriskjava.util.ServerSocketFacade;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.TelephonyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FastAGI server: each conversation has a virtual thread of its own, up to a limit; beyond it the socket is closed,
 * and the dialplan goes on without us.
 */
public final class AgiDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgiDoor.class);

    private final AgiSockets sockets;
    private final Server server;
    private final Thread accepting;

    private AgiDoor(TelephonyConfig.Agi config, Conversations conversations, AgiSockets sockets) {
        this.sockets = sockets;
        var scripts = new AgiScripts(config, conversations, sockets);
        this.server = new Server(sockets, config.maxSessions(), scripts);
        this.accepting = Thread.ofPlatform().daemon().name("hotline-agi").unstarted(this::serve);
    }

    /** @throws BadSettings when the port cannot be had or an address makes no sense */
    public static AgiDoor open(TelephonyConfig.Agi config, Conversations conversations) {
        try {
            var peers = new HashSet<InetAddress>();
            for (var peer : config.peers()) {
                peers.add(InetAddress.getByName(peer));
            }
            var sockets =
                    new AgiSockets(InetAddress.getByName(config.bind()), config.port(), peers, config.greetingLimit());
            var door = new AgiDoor(config, conversations, sockets);
            door.accepting.start();
            return door;
        } catch (UnknownHostException e) {
            throw new BadSettings("telephony.agi: " + e.getMessage() + " is no address");
        } catch (IOException e) {
            throw new BadSettings("telephony.agi: " + config.bind() + ":" + config.port() + " cannot be opened ("
                    + e.getMessage() + "): another program may hold the port");
        }
    }

    public int port() {
        return sockets.port();
    }

    /** How many conversations are going on. */
    public int conversations() {
        return sockets.open();
    }

    @Override
    public void close() {
        try {
            server.shutdown();
            sockets.close();
        } catch (IOException e) {
            LOG.debug("closing the FastAGI server failed", e);
        }
    }

    private void serve() {
        try {
            server.startup();
        } catch (IOException | RuntimeException e) {
            LOG.error("the FastAGI server has ended: callers are greeted by the dialplan", e);
        }
    }

    private static final class Server extends DefaultAgiServer {
        private final AgiSockets sockets;
        private final int maxSessions;

        Server(AgiSockets sockets, int maxSessions, AgiScripts scripts) {
            super((AgiScript) scripts::run);
            setPort(sockets.port());
            setAddress(sockets.address());
            this.sockets = sockets;
            this.maxSessions = maxSessions;
        }

        @Override
        protected ServerSocketFacade createServerSocket() {
            return sockets;
        }

        /** The library's own pool refuses the 501st conversation whatever is configured. */
        @Override
        protected ThreadPoolExecutor createPool() {
            return new ThreadPoolExecutor(
                    0,
                    maxSessions,
                    0,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofVirtual().name("hotline-agi-", 0).factory());
        }
    }
}
