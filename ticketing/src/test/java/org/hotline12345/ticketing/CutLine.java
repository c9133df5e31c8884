package org.hotline12345.ticketing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to PostgreSQL that breaks before a chosen statement is handed over: to the database, the program has died between
 * that statement and the one before it.
 */
final class CutLine implements AutoCloseable {
    private static final byte EXECUTE = 'E';
    private static final byte QUERY = 'Q';
    private static final int HEADER = 5;
    private static final int MOST_BYTES = 1 << 24;

    private final ServerSocket door;
    private final int databasePort;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    CutLine(int databasePort) {
        this.databasePort = databasePort;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** So many more statements are handed over, on all connections together; at the next one all break. */
    void cutAfter(int statements) {
        left.set(statements);
    }

    void mend() {
        left.set(Integer.MAX_VALUE);
    }

    /** Whether a statement was held back since the last {@link #cutAfter}. */
    boolean wasCut() {
        return left.get() < 0;
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), databasePort);
                Thread.ofVirtual().start(() -> hand(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void hand(Socket client, Socket server) {
        try (client;
                server) {
            var in = client.getInputStream();
            var out = server.getOutputStream();
            // The first message has no type.
            var length = in.readNBytes(4);
            out.write(length);
            out.write(in.readNBytes(number(length, 0) - 4));
            out.flush();
            while (handMessage(in, out)) {
                // The next one.
            }
        } catch (IOException e) {
            // Broken, as it should be.
        }
    }

    private boolean handMessage(InputStream in, OutputStream out) throws IOException {
        var header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            return false;
        }
        var size = number(header, 1) - 4;
        if (size < 0 || size > MOST_BYTES) {
            throw new IOException("no message of PostgreSQL's");
        }
        var body = in.readNBytes(size);
        if ((header[0] == EXECUTE || header[0] == QUERY)
                && left.get() != Integer.MAX_VALUE
                && left.decrementAndGet() < 0) {
            return false;
        }
        out.write(header);
        out.write(body);
        out.flush();
        return true;
    }

    private static int number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Broken, as it should be.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
