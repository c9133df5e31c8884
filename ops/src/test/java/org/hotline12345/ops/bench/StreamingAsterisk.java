package org.hotline12345.ops.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets everybody in and gives a show to whoever logged in last; who does not read for the limit is hung up, as Asterisk does.
 * Its threads are named, so that nobody else is charged for them.
 */
final class StreamingAsterisk implements AutoCloseable {
    static final String THREADS = "bench-asterisk";
    private static final int PIECE_BYTES = 256 * 1024;
    private static final long NOBODY_WAITS = Long.MAX_VALUE;

    /** What is sent, and what is answered. */
    interface Show {
        /** Sends all of it; may take its time, and always writes whole messages where answers may come between. */
        void play(Sending to) throws IOException;

        /** The messages that answer an action, when it is known: all but log-in and ping. */
        default Optional<String> answer(String action, String actionId) {
            return Optional.empty();
        }

        /** A file, as fast as it is read. */
        static Show of(Path file) {
            return to -> {
                try (var stream = FileChannel.open(file)) {
                    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
                    while (stream.read(piece) >= 0) {
                        to.send(piece.flip());
                        piece.clear();
                    }
                }
            };
        }
    }

    /** The way to who listens. */
    @FunctionalInterface
    interface Sending {
        /** Waits until all of it is on its way. */
        void send(ByteBuffer piece) throws IOException;
    }

    private final ServerSocketChannel listening;
    private final Show show;
    private final Duration writeLimit;
    private volatile SocketChannel client;
    /** Since when the client has not taken what is sent. */
    private final AtomicLong writing = new AtomicLong(NOBODY_WAITS);

    /** @param port 0 for one that is free */
    StreamingAsterisk(int port, Show show, Duration writeLimit) throws IOException {
        this.show = show;
        this.writeLimit = writeLimit;
        this.listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start("accept", this::accept);
    }

    int port() {
        return listening.socket().getLocalPort();
    }

    boolean hasClient() {
        return client != null;
    }

    /** Begins the show for whoever logged in last; the thread ends with it. */
    Thread play() {
        var to = client;
        writing.set(NOBODY_WAITS);
        var sending = start("send", () -> send(to));
        start("watch", () -> watch(to, sending));
        return sending;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        var last = client;
        if (last != null) {
            last.close();
        }
    }

    private void send(SocketChannel to) {
        try {
            show.play(piece -> {
                while (piece.hasRemaining()) {
                    writing.set(System.nanoTime());
                    to.write(piece);
                    writing.set(NOBODY_WAITS);
                }
            });
        } catch (IOException e) {
            // hung up, by either side
        }
    }

    private void watch(SocketChannel to, Thread sending) {
        try {
            while (!sending.join(Duration.ofMillis(100))) {
                var since = writing.get();
                if (since != NOBODY_WAITS && System.nanoTime() - since > writeLimit.toNanos()) {
                    to.close();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var accepted = listening.accept();
                // As Asterisk does: else a small message waits until the one before it is acknowledged, up to 40 ms.
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                start("serve", () -> serve(accepted));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel accepted) {
        try (var in =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(accepted), StandardCharsets.UTF_8))) {
            say(accepted, "Asterisk Call Manager/11.0.0\r\n");
            var action = "";
            var id = "";
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var key = line.split(":", 2)[0];
                if (key.equalsIgnoreCase("Action")) {
                    action = line.substring(key.length() + 1).strip();
                } else if (key.equalsIgnoreCase("ActionID")) {
                    id = "ActionID" + line.substring(key.length()) + "\r\n";
                } else if (line.isEmpty() && !action.isEmpty()) {
                    answer(accepted, action, id);
                    action = "";
                    id = "";
                }
            }
        } catch (IOException e) {
            // cut from here or from there
        }
    }

    private void answer(SocketChannel accepted, String action, String id) throws IOException {
        switch (action) {
            case "Challenge" -> say(accepted, "Response: Success\r\n" + id + "Challenge: 284537101\r\n\r\n");
            case "Login" -> {
                say(accepted, "Response: Success\r\n" + id + "Message: Authentication accepted\r\n\r\n");
                client = accepted;
            }
            case "Ping" -> say(accepted, "Response: Success\r\n" + id + "Ping: Pong\r\n\r\n");
            default ->
                say(
                        accepted,
                        show.answer(action, id)
                                .orElse("Response: Error\r\n" + id + "Message: Invalid/unknown command\r\n\r\n"));
        }
    }

    private static void say(SocketChannel to, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static Thread start(String what, Runnable task) {
        return Thread.ofPlatform().daemon().name(THREADS + "-" + what).start(task);
    }
}
