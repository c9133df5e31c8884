package org.hotline12345.ops.kit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The cable between a program and a TCP port of this machine, to be cut and mended. Cut, it drops what was connected and
 * hangs up on whoever tries; bytes that were under way are lost, as in life.
 */
public final class Cable implements AutoCloseable {
    private static final int BUFFER_BYTES = 65_536;

    private final ServerSocket end;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connected = new AtomicInteger();
    private volatile boolean cut;
    private volatile @Nullable ByteArrayOutputStream overheard;

    private Cable(ServerSocket end, int target) {
        this.end = end;
        this.target = target;
    }

    /** @param target a port of this machine that need not be there yet */
    public static Cable to(int target) {
        try {
            var cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().name("cable").start(cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of this end. */
    public int port() {
        return end.getLocalPort();
    }

    /** How often somebody was connected to the other end. */
    public int connected() {
        return connected.get();
    }

    /** From now on what goes to the other end is kept, for {@link #overheard}. */
    public void overhear() {
        overheard = new ByteArrayOutputStream();
    }

    /** What has gone to the other end since; bytes as Latin-1. */
    public String overheard() {
        var said = overheard;
        return said == null ? "" : said.toString(StandardCharsets.ISO_8859_1);
    }

    public void cut() {
        cut = true;
        sockets.forEach(Cable::hangUp);
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!end.isClosed()) {
            try {
                var near = end.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        if (cut) {
            hangUp(near);
            return;
        }
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(near);
            sockets.add(far);
            connected.incrementAndGet();
            Thread.ofVirtual().start(() -> carry(near, far, true));
            carry(far, near, false);
        } catch (IOException e) {
            hangUp(near);
        }
    }

    private void carry(Socket from, Socket to, boolean outward) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0 && !cut; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                var listening = overheard;
                if (outward && listening != null) {
                    listening.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // Either side hung up, or the cable was cut.
        } finally {
            hangUp(from);
            hangUp(to);
        }
    }

    private static void hangUp(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        hangUp(end);
        cut();
    }
}
