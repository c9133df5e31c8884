package org.hotline12345.telephony.agi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.asteriskjava.util.ServerSocketFacade;
import org.asteriskjava.util.SocketConnectionFacade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket: lets in known peers only, and ends each conversation at its limit by closing its socket. */
final class AgiSockets implements ServerSocketFacade {
    private static final Logger LOG = LoggerFactory.getLogger(AgiSockets.class);
    private static final int BACKLOG = 512;

    private final ServerSocket listening;
    private final Set<InetAddress> peers;
    private final Duration firstLimit;
    private final Map<InetSocketAddress, AgiSocket> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService limits = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hotline-agi-limits").factory());

    AgiSockets(InetAddress bind, int port, Set<InetAddress> peers, Duration firstLimit) throws IOException {
        this.listening = new ServerSocket(port, BACKLOG, bind);
        this.peers = Set.copyOf(peers);
        this.firstLimit = firstLimit;
    }

    int port() {
        return listening.getLocalPort();
    }

    InetAddress address() {
        return listening.getInetAddress();
    }

    int open() {
        return open.size();
    }

    /** Gives the conversation with that peer socket another time until it is ended. */
    void limit(InetAddress address, int port, Duration limit) {
        var socket = open.get(new InetSocketAddress(address, port));
        if (socket != null) {
            socket.endAfter(limits.schedule(socket::hung, limit.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public SocketConnectionFacade accept() throws IOException {
        while (true) {
            var socket = listening.accept();
            if (!peers.contains(socket.getInetAddress())) {
                LOG.warn("a FastAGI connection from {} is refused: not among agi.peers", socket.getInetAddress());
                socket.close();
                continue;
            }
            return opened(socket);
        }
    }

    @Override
    public void close() throws IOException {
        limits.shutdownNow();
        listening.close();
        for (var socket : open.values()) {
            socket.close();
        }
    }

    @Override
    public void setSocketReadTimeout(int millis) {
        // Each conversation has a limit as a whole; a read may rightly last as long as a prompt.
    }

    private AgiSocket opened(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        var key = new InetSocketAddress(socket.getInetAddress(), socket.getPort());
        var conversation = new AgiSocket(socket, () -> open.remove(key));
        open.put(key, conversation);
        conversation.endAfter(limits.schedule(conversation::hung, firstLimit.toMillis(), TimeUnit.MILLISECONDS));
        return conversation;
    }
}
