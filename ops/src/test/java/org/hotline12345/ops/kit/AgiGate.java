package org.hotline12345.ops.kit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What stands between Asterisk and the FastAGI server, and can go wrong in each of the ways in which a server does. */
public final class AgiGate implements AutoCloseable {
    private static final int BUFFER_BYTES = 8_192;

    /** What becomes of a conversation. */
    public enum Mode {
        /** It is led through. */
        OPEN,
        /** Nothing listens. */
        REFUSING,
        /** Somebody listens and says nothing. */
        SILENT,
        /** The server stands still after it has begun to play the first file. */
        STANDING_STILL
    }

    private final int port;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.OPEN;
    private volatile @Nullable ServerSocket listening;

    private AgiGate(int port, int server) {
        this.port = port;
        this.server = server;
    }

    /** @param server port of the FastAGI server, which need not be there yet */
    public static AgiGate before(int server) {
        var gate = new AgiGate(freePort(), server);
        gate.set(Mode.OPEN);
        return gate;
    }

    private static int freePort() {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** From the next conversation on. */
    public void set(Mode next) {
        mode = next;
        try {
            var door = listening;
            if (next == Mode.REFUSING && door != null) {
                door.close();
                listening = null;
            } else if (next != Mode.REFUSING && door == null) {
                var opened = new ServerSocket();
                opened.setReuseAddress(true);
                opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                listening = opened;
                Thread.ofVirtual().name("agi-gate").start(() -> accept(opened));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket door) {
        while (!door.isClosed()) {
            try {
                var near = door.accept();
                sockets.add(near);
                var how = mode;
                if (how != Mode.SILENT) {
                    Thread.ofVirtual().start(() -> lead(near, how));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void lead(Socket near, Mode how) {
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), server);
            sockets.add(far);
            Thread.ofVirtual().start(() -> carry(near, far, false));
            carry(far, near, how == Mode.STANDING_STILL);
        } catch (IOException e) {
            shut(near);
        }
    }

    /** @param standsStill whether nothing more is carried after the first command to play a file, but nothing is closed either */
    private static void carry(Socket from, Socket to, boolean standsStill) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                if (standsStill && new String(buffer, 0, read, StandardCharsets.UTF_8).contains("STREAM FILE")) {
                    return;
                }
            }
        } catch (IOException e) {
            // Either side is gone.
        }
        shut(from);
        shut(to);
    }

    private static void shut(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        set(Mode.REFUSING);
        sockets.forEach(AgiGate::shut);
    }
}
