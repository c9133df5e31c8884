package org.hotline12345.telephony.ami;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.TelephonyConfig;

/**
 * Tells a real Asterisk's recorded manager stream to whoever logs in, and answers the actions that need an answer. For
 * tests whose subject is what happens after the wire; calls themselves are tried with a real Asterisk.
 */
public final class RecordedAsterisk implements AutoCloseable {
    public static final String SECRET = "recorded-secret";
    private static final String CHALLENGE = "284537101";

    private final ServerSocket listening;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, String>> members = new TreeMap<>();
    private final Set<String> paused = ConcurrentHashMap.newKeySet();
    private final List<String> channels = new CopyOnWriteArrayList<>();
    /** Actions as they came, for tests that ask what was sent. */
    public final ConcurrentLinkedQueue<Map<String, String>> actions = new ConcurrentLinkedQueue<>();

    /** While false, pings are heard and not answered. */
    public volatile boolean answersPings = true;

    private RecordedAsterisk(ServerSocket listening) {
        this.listening = listening;
        Thread.ofVirtual().start(this::accept);
    }

    public static RecordedAsterisk open() {
        return open(0);
    }

    public static RecordedAsterisk open(int port) {
        try {
            return open(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param listening such as one that speaks TLS; closed with this */
    public static RecordedAsterisk open(ServerSocket listening) {
        return new RecordedAsterisk(listening);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** A configuration of telephony that finds this Asterisk, quick to retry, with a FastAGI port of its own. */
    public TelephonyConfig config() {
        return config(port(), "");
    }

    public static TelephonyConfig config(int port, String more) {
        return config(port, more, "{source: none}");
    }

    /** @param record the section of Asterisk's own record */
    public static TelephonyConfig config(int port, String more, String record) {
        return config(port, more, record, Path.of("target/test-recordings"));
    }

    public static TelephonyConfig config(int port, String more, Path recordings) {
        return config(port, more, "{source: none}", recordings);
    }

    private static TelephonyConfig config(int port, String more, String record, Path recordings) {
        var settings =
                Settings.parse("test", """
                ami: {port: %d, secret-file: %s, ping-every: 200ms, action-limit: 1s, retry-first: 20ms, retry-most: 100ms}
                agi: {port: 0}
                prompts-dir: target/test-prompts
                recordings-dir: %s
                record: %s
                %s
                """.formatted(port, secretFile(SECRET), recordings, record, more), Map.of());
        var config = TelephonyConfig.read(settings);
        settings.check();
        return config;
    }

    /** A file of its own with that secret. */
    public static Path secretFile(String secret) {
        try {
            var file = Files.writeString(Files.createTempFile("ami-secret", ""), secret);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recording's events, after the log-in. */
    public static String events(String recording) {
        try (var in = RecordedAsterisk.class.getResourceAsStream("/recordings/" + recording)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var logIn = text.indexOf("\r\n\r\n");
            return text.substring(logIn + 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void play(String recording) {
        tell(events(recording));
    }

    /** @param change such as another call id or another member's name */
    public void play(String recording, UnaryOperator<String> change) {
        tell(change.apply(events(recording)));
    }

    public void tell(String text) {
        clients.stream().filter(client -> client.loggedIn).forEach(client -> client.write(text));
    }

    /** Has these channels listed by CoreShowChannels; each is the fields of one channel. */
    public void channels(List<String> fields) {
        channels.clear();
        channels.addAll(fields);
    }

    /** Seat to member name, of one queue. */
    public Map<String, String> members(String queue) {
        synchronized (members) {
            return Map.copyOf(members.getOrDefault(queue, Map.of()));
        }
    }

    public void addMember(String queue, String device, String name) {
        synchronized (members) {
            members.computeIfAbsent(queue, _ -> new TreeMap<>()).put(device, name);
        }
    }

    /** Devices that no caller rings at. */
    public Set<String> paused() {
        return Set.copyOf(paused);
    }

    private void paused(String device, boolean now) {
        if (now) {
            paused.add(device);
        } else {
            paused.remove(device);
        }
    }

    public int clients() {
        return (int) clients.stream().filter(client -> client.loggedIn).count();
    }

    /** Cuts all connections; new ones are accepted. */
    public void cut() {
        clients.forEach(Client::close);
        clients.clear();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var client = new Client(listening.accept());
                clients.add(client);
                Thread.ofVirtual().start(client::serve);
            } catch (IOException e) {
                return;
            }
        }
    }

    private final class Client {
        private final Socket socket;
        private final OutputStream out;
        volatile boolean loggedIn;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        void serve() {
            write("Asterisk Call Manager/11.0.0\r\n");
            try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                var action = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    var colon = line.indexOf(": ");
                    if (colon >= 0) {
                        action.put(line.substring(0, colon), line.substring(colon + 2));
                    } else if (line.isEmpty() && action.containsKey("Action")) {
                        actions.add(Map.copyOf(action));
                        answer(action);
                        action.clear();
                    }
                }
            } catch (IOException e) {
                // cut from here or from there
            } finally {
                close();
                clients.remove(this);
            }
        }

        void answer(Map<String, String> action) {
            var id = action.containsKey("ActionID") ? "ActionID: " + action.get("ActionID") + "\r\n" : "";
            switch (action.get("Action")) {
                case "Challenge" -> respond("Success", id, "Challenge: " + CHALLENGE);
                case "Login" -> {
                    if (action.getOrDefault("Key", "").equals(key())) {
                        respond("Success", id, "Message: Authentication accepted");
                        loggedIn = true;
                    } else {
                        respond("Error", id, "Message: Authentication failed");
                        close();
                    }
                }
                case "Ping" -> {
                    if (answersPings) {
                        respond("Success", id, "Ping: Pong\r\nTimestamp: 1795304621.818060");
                    }
                }
                case "CoreShowChannels" -> list(id, "CoreShowChannel", channels);
                case "QueueStatus" -> list(id, "QueueMember", memberFields(action));
                case "QueueAdd" -> {
                    addMember(action.get("Queue"), action.get("Interface"), action.get("MemberName"));
                    paused(action.get("Interface"), action.get("Paused").equals("true"));
                    respond("Success", id, "Message: Added interface to queue");
                }
                case "QueueRemove" -> {
                    synchronized (members) {
                        members.getOrDefault(action.get("Queue"), new TreeMap<>())
                                .remove(action.get("Interface"));
                    }
                    respond("Success", id, "Message: Removed interface from queue");
                }
                case "QueuePause" -> {
                    paused(action.get("Interface"), action.get("Paused").equals("true"));
                    respond("Success", id, "Message: Interface paused successfully");
                }
                case "QueuePenalty" -> respond("Success", id, "Message: Interface penalty set successfully");
                case "Originate" -> respond("Success", id, "Message: Originate successfully queued");
                default -> respond("Error", id, "Message: Invalid/unknown command");
            }
        }

        private List<String> memberFields(Map<String, String> action) {
            synchronized (members) {
                return members.entrySet().stream()
                        .filter(queue -> queue.getKey().equals(action.getOrDefault("Queue", queue.getKey())))
                        .flatMap(queue -> queue.getValue().entrySet().stream()
                                .filter(member ->
                                        member.getKey().equals(action.getOrDefault("Member", member.getKey())))
                                .map(member -> "Queue: " + queue.getKey() + "\r\nName: " + member.getValue()
                                        + "\r\nLocation: " + member.getKey() + "\r\nPenalty: 0\r\nPaused: "
                                        + (paused.contains(member.getKey()) ? "1" : "0") + "\r\nStatus: "
                                        + (member.getKey().endsWith("/nowhere") ? "4" : "1")))
                        .toList();
            }
        }

        private void list(String id, String event, List<String> elements) {
            var text = new StringBuilder("Response: Success\r\n" + id + "EventList: start\r\nMessage: A list\r\n\r\n");
            elements.forEach(fields -> text.append("Event: " + event + "\r\n" + id + fields + "\r\n\r\n"));
            text.append("Event: " + (event.equals("QueueMember") ? "QueueStatus" : event + "s") + "Complete\r\n" + id
                    + "EventList: Complete\r\nListItems: " + elements.size() + "\r\n\r\n");
            write(text.toString());
        }

        private void respond(String how, String id, String more) {
            write("Response: " + how + "\r\n" + id + more + "\r\n\r\n");
        }

        void write(String text) {
            try {
                synchronized (out) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (IOException e) {
                close();
            }
        }

        void close() {
            loggedIn = false;
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String key() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("MD5")
                                .digest((CHALLENGE + SECRET).getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
