package org.hotline12345.telephony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Settings;

/**
 * Start configuration of telephony (section {@code telephony} of the configuration file).
 *
 * @param nodes the Asterisks, at least one: those of the list {@code nodes}; without it one, whose keys stand here
 * @param lease {@code lease}: how long a backend process that died keeps others from hearing its Asterisks. Default 6s
 * @param agi {@code agi}: our FastAGI server, which Asterisk asks what to say
 * @param dial {@code dial}: how we call citizens
 * @param promptsDir {@code prompts-dir}: folder of the spoken texts, written by us, read by Asterisk under the same path.
 *     Default prompts
 * @param recordingsDir {@code recordings-dir}: folder into which Asterisk records talks. Default recordings
 * @param inboxLimit {@code inbox-limit}: this many events wait for the database at most; then nothing more is read from
 *     Asterisk until half of them are written. Default 10000
 * @param batchLimit {@code batch-limit}: this many events are written in one transaction at most. Default 200
 */
public record TelephonyConfig(
        List<Node> nodes,
        Duration lease,
        Agi agi,
        Dial dial,
        Path promptsDir,
        Path recordingsDir,
        int inboxLimit,
        int batchLimit) {
    public TelephonyConfig {
        nodes = List.copyOf(nodes);
    }

    /**
     * One Asterisk.
     *
     * @param name {@code name} in the list, else the key {@code node}: its {@code systemname}; it is part of each call's id. Default pbx1
     * @param hotline {@code hotline} in the list: whose calls all of its calls are, whatever number was dialled; empty: the dialled
     *     number says so
     * @param seats {@code seats} in the list: the seats that are its; empty for all, when it is alone
     * @param trunkContext {@code trunk-context}: the dialplan's context in which citizens' calls begin: only a channel born
     *     there is a call. Default from-trunk
     * @param ami {@code ami}: the manager interface, which tells what happens
     * @param record {@code record}: Asterisk's own record of calls, from which gaps are filled
     */
    public record Node(
            String name,
            Optional<HotlineCode> hotline,
            List<SeatRange> seats,
            String trunkContext,
            Ami ami,
            RecordConfig record) {
        public Node {
            seats = List.copyOf(seats);
        }

        private Node within(Path folder) {
            return new Node(name, hotline, seats, trunkContext, ami.within(folder), record.within(folder));
        }
    }

    /**
     * The manager interface.
     *
     * @param host {@code host}: where Asterisk listens. Default 127.0.0.1
     * @param port {@code port}: default 5038
     * @param user {@code user}: default hotline
     * @param secretFile {@code secret-file}: file with the secret and nothing else; read at each log-in, so that a changed
     *     secret needs no restart. Only a digest of it goes over the wire. Default ami-secret
     * @param tls {@code tls}: whether the connection is made with TLS, to the port of {@code tlsbindaddr} in Asterisk's
     *     manager.conf. Needed wherever others share the network. Default false
     * @param trustFile {@code trust-file}: PEM file of the CAs that may vouch for Asterisk's certificate, which must be made
     *     out to {@code host}; only used with {@code tls}, read at each connection. Default ami-ca.pem
     * @param connectLimit {@code connect-limit}: a connection must stand after this time. Default 5s
     * @param actionLimit {@code action-limit}: Asterisk must answer an action within this time. Default 5s
     * @param pingEvery {@code ping-every}: how often a quiet Asterisk is asked whether it is there; without an answer
     *     within {@code action-limit} the connection is made anew. Default 10s
     * @param retryFirst {@code retry-first}: pause before the first try to connect again; it doubles with each try.
     *     Default 200ms
     * @param retryMost {@code retry-most}: the longest such pause. Default 10s
     */
    public record Ami(
            String host,
            int port,
            String user,
            Path secretFile,
            boolean tls,
            Path trustFile,
            Duration connectLimit,
            Duration actionLimit,
            Duration pingEvery,
            Duration retryFirst,
            Duration retryMost) {
        /** @throws BadSettings when the file cannot be read or holds no secret */
        public String secret() {
            try {
                var secret = Files.readString(secretFile).strip();
                if (!SECRET.matcher(secret).matches()) {
                    throw new BadSettings("telephony.ami.secret-file: " + secretFile
                            + " must hold 8 to 200 visible ASCII characters without blanks");
                }
                return secret;
            } catch (IOException e) {
                throw new BadSettings("telephony.ami.secret-file: " + secretFile + " cannot be read ("
                        + e.getClass().getSimpleName() + ")");
            }
        }

        private Ami within(Path folder) {
            return new Ami(
                    host,
                    port,
                    user,
                    folder.resolve(secretFile),
                    tls,
                    folder.resolve(trustFile),
                    connectLimit,
                    actionLimit,
                    pingEvery,
                    retryFirst,
                    retryMost);
        }

        @Override
        public String toString() {
            return user + "@" + host + ":" + port;
        }
    }

    /**
     * Our FastAGI server.
     *
     * @param bind {@code bind}: the address it listens on. Default 127.0.0.1
     * @param port {@code port}: default 4573; 0 takes a free one
     * @param peers {@code peers}: addresses that may ask: the Asterisks. FastAGI has no password. Default [127.0.0.1]
     * @param maxSessions {@code max-sessions}: so many conversations at once; further ones are refused and fall back to
     *     the dialplan's own greeting. Default 500
     * @param greetingLimit {@code greeting-limit}: a greeting that lasts longer is ended from our side. Default 2min
     * @param interviewLimit {@code interview-limit}: the same for an interview. Default 5min
     */
    public record Agi(
            String bind,
            int port,
            Set<String> peers,
            int maxSessions,
            Duration greetingLimit,
            Duration interviewLimit) {
        public Agi {
            peers = Set.copyOf(peers);
        }
    }

    /**
     * How we call citizens.
     *
     * @param channel {@code channel}: Asterisk's name of the way out, with {@code {number}} where the number goes.
     *     Default PJSIP/{number}@carrier
     * @param context {@code context}: the dialplan's context that runs the interview. Default interview
     * @param atOnce {@code at-once}: so many calls to citizens at the same time; further ones wait. Default 20
     */
    public record Dial(String channel, String context, int atOnce) {}

    private static final String IN_LIST = "belongs into each element of nodes, as there is that list";
    private static final Pattern HOTLINE = Pattern.compile("[a-z][a-z0-9-]{1,31}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final String WORD_IN_WORDS = "1 to 40 of letters, digits, '_' and '-'";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{8,200}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z]+/[A-Za-z0-9_.@:/-]*\\{number}[A-Za-z0-9_.@:/-]*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** @throws BadSettings never by itself: problems are noted in the settings, to be thrown by their check */
    public static TelephonyConfig read(Settings settings) {
        return new TelephonyConfig(
                nodes(settings),
                settings.duration("lease", Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ofMinutes(10)),
                agi(settings.section("agi")),
                dial(settings.section("dial")),
                settings.path("prompts-dir", Path.of("prompts")),
                settings.path("recordings-dir", Path.of("recordings")),
                settings.number("inbox-limit", 10_000, 100, 1_000_000),
                settings.number("batch-limit", 200, 1, 10_000));
    }

    /** The same with relative paths taken from that folder. */
    public TelephonyConfig within(Path folder) {
        return new TelephonyConfig(
                nodes.stream().map(node -> node.within(folder)).toList(),
                lease,
                agi,
                dial,
                folder.resolve(promptsDir),
                folder.resolve(recordingsDir),
                inboxLimit,
                batchLimit);
    }

    /** The first Asterisk: the only one, unless there is a list; its owner does what one process alone may do. */
    public Node first() {
        return nodes.getFirst();
    }

    private static List<Node> nodes(Settings settings) {
        var alone = new Node(
                settings.text("node", "pbx1", WORD, WORD_IN_WORDS),
                Optional.empty(),
                List.of(),
                trunkContext(settings),
                ami(settings.section("ami")),
                RecordConfig.read(settings.section("record")));
        var listed = settings.list("nodes").stream().map(TelephonyConfig::node).toList();
        Stream.concat(Stream.of(alone), listed.stream())
                .filter(node -> node.name().equals(CallId.BROUGHT_IN))
                .forEach(node -> settings.problem(
                        "node",
                        "no Asterisk is called " + node.name() + ": so begin the ids of calls that are imported"));
        if (listed.isEmpty()) {
            return List.of(alone);
        }
        for (var key : List.of("node", "trunk-context")) {
            if (settings.has(key)) {
                settings.problem(key, IN_LIST);
            }
        }
        for (var key : List.of("ami", "record")) {
            if (!settings.section(key).keys().isEmpty()) {
                settings.problem(key, IN_LIST);
            }
        }
        checkTogether(settings, listed);
        return listed;
    }

    private static Node node(Settings settings) {
        var seats = settings.words("seats", List.of()).stream()
                .map(SeatRange::parse)
                .toList();
        if (seats.isEmpty() || seats.stream().anyMatch(Optional::isEmpty)) {
            settings.problem("seats", "a list of seats' numbers and ranges of them, such as [1001-1099, 2001]");
        }
        var hotline = settings.text("hotline", "", HOTLINE, "the code of a hotline: small letters, digits and '-'");
        return new Node(
                settings.required("name", WORD, WORD_IN_WORDS),
                hotline.isEmpty() ? Optional.empty() : Optional.of(new HotlineCode(hotline)),
                seats.stream().flatMap(Optional::stream).toList(),
                trunkContext(settings),
                ami(settings.section("ami")),
                RecordConfig.read(settings.section("record")));
    }

    private static String trunkContext(Settings settings) {
        return settings.text("trunk-context", "from-trunk", WORD, WORD_IN_WORDS);
    }

    /** What two Asterisks may not share. */
    private static void checkTogether(Settings settings, List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = 0; j < i; j++) {
                var one = nodes.get(j);
                var other = nodes.get(i);
                if (one.name().equals(other.name())) {
                    settings.problem("nodes", "two of them have the name " + one.name() + ": give each its systemname");
                }
                if (one.seats().stream()
                        .anyMatch(range -> other.seats().stream().anyMatch(range::overlaps))) {
                    settings.problem(
                            "nodes",
                            one.name() + " and " + other.name()
                                    + " have seats of the same number: a seat is at one Asterisk");
                }
                if (one.record().equals(other.record()) && !(one.record() instanceof RecordConfig.None)) {
                    settings.problem(
                            "nodes",
                            one.name() + " and " + other.name()
                                    + " have the same record: give each its own record.dir, record.url or source none");
                }
            }
        }
    }

    private static Ami ami(Settings settings) {
        return new Ami(
                settings.text("host", "127.0.0.1", HOST, "a host name or an address"),
                settings.port("port", 5038),
                settings.text("user", "hotline", WORD, WORD_IN_WORDS),
                settings.path("secret-file", Path.of("ami-secret")),
                settings.flag("tls", false),
                settings.path("trust-file", Path.of("ami-ca.pem")),
                settings.duration(
                        "connect-limit", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("action-limit", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("ping-every", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(10)),
                settings.duration("retry-first", Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofMinutes(1)),
                settings.duration("retry-most", Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofMinutes(10)));
    }

    private static Agi agi(Settings settings) {
        var peers = settings.words("peers", List.of("127.0.0.1"));
        if (peers.isEmpty()
                || !peers.stream().allMatch(peer -> ADDRESS.matcher(peer).matches())) {
            settings.problem("peers", "must be a list of one or more IP addresses");
        }
        return new Agi(
                settings.text("bind", "127.0.0.1", ADDRESS, "an IP address"),
                settings.number("port", 4573, 0, 65_535),
                Set.copyOf(peers),
                settings.number("max-sessions", 500, 1, 20_000),
                settings.duration("greeting-limit", Duration.ofMinutes(2), SECOND, Duration.ofMinutes(10)),
                settings.duration("interview-limit", Duration.ofMinutes(5), SECOND, Duration.ofMinutes(30)));
    }

    private static Dial dial(Settings settings) {
        return new Dial(
                settings.text(
                        "channel",
                        "PJSIP/{number}@carrier",
                        CHANNEL,
                        "a channel such as PJSIP/{number}@carrier, with {number} once"),
                settings.text("context", "interview", WORD, WORD_IN_WORDS),
                settings.number("at-once", 20, 1, 1_000));
    }
}
