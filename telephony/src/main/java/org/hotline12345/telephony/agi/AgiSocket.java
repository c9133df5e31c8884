package org.hotline12345.telephony.agi;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.asteriskjava.util.SocketConnectionFacade;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One conversation's socket: lines of bounded length, closed from outside at its limit. */
final class AgiSocket implements SocketConnectionFacade {
    private static final Logger LOG = LoggerFactory.getLogger(AgiSocket.class);
    private static final int MAX_LINE_BYTES = 8 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Runnable onClose;
    private final AtomicReference<@Nullable Future<?>> limit = new AtomicReference<>();

    AgiSocket(Socket socket, Runnable onClose) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.onClose = onClose;
    }

    void endAfter(Future<?> later) {
        var before = limit.getAndSet(later);
        if (before != null) {
            before.cancel(false);
        }
        if (socket.isClosed()) {
            later.cancel(false);
        }
    }

    void hung() {
        LOG.warn("a FastAGI conversation has reached its limit and is ended");
        close();
    }

    /** Null at the end of the stream, as asterisk-java's reader expects. */
    @Override
    @SuppressWarnings("NullAway") // the interface knows no annotations
    public String readLine() throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                return null;
            }
            if (line.size() >= MAX_LINE_BYTES) {
                throw new IOException("a FastAGI line is longer than " + MAX_LINE_BYTES + " bytes");
            }
            line.write(read);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        onClose.run();
        var pending = limit.get();
        if (pending != null) {
            pending.cancel(false);
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a FastAGI socket failed", e);
        }
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected() && !socket.isClosed();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public InetAddress getRemoteAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getRemotePort() {
        return socket.getPort();
    }
}
