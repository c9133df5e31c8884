package org.hotline12345.ops.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A hand at Asterisk's manager port that owes nothing to the hotline's own session: sends actions, hears events. For what a
 * test does to calls while the hotline may be cut off or dead.
 */
public final class ManagerHand implements AutoCloseable {
    private final int port;
    private final String user;
    private final String secret;
    private final Consumer<Map<String, String>> listener;
    private volatile Socket socket = new Socket();
    private volatile boolean closed;

    private ManagerHand(int port, String user, String secret, Consumer<Map<String, String>> listener) {
        this.port = port;
        this.user = user;
        this.secret = secret;
        this.listener = listener;
    }

    /** @param listener is told every event by the fields it has; on a thread of the hand's own */
    public static ManagerHand open(int port, String user, String secret, Consumer<Map<String, String>> listener) {
        var hand = new ManagerHand(port, user, secret, listener);
        hand.connect();
        Thread.ofVirtual().name("manager-hand").start(hand::hear);
        return hand;
    }

    /** @param fields header, value, header, value... */
    public void act(String action, String... fields) {
        var text = new StringBuilder("Action: " + action + "\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            text.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        send(text.append("\r\n").toString());
    }

    private void connect() {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            send("Action: Login\r\nUsername: " + user + "\r\nSecret: " + secret + "\r\n\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void send(String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // Asterisk is dead at this moment: what the hand wanted does not happen, as at a desk.
        }
    }

    private void hear() {
        while (!closed) {
            try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                var fields = new LinkedHashMap<String, String>();
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    var colon = line.indexOf(": ");
                    if (colon > 0) {
                        fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
                    } else if (line.isEmpty() && !fields.isEmpty()) {
                        listener.accept(Map.copyOf(fields));
                        fields.clear();
                    }
                }
            } catch (IOException e) {
                // Asterisk died, or the hand was closed.
            }
            reconnect();
        }
    }

    private void reconnect() {
        try {
            while (!closed) {
                Thread.sleep(200);
                try {
                    connect();
                    return;
                } catch (UncheckedIOException e) {
                    // Not there yet.
                }
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
