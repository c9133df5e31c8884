package org.hotline12345.telephony.agi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hotline12345.telephony.TelephonyConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a stranger, or a citizen with a strange telephone, can send to the FastAGI port. */
class HostilePeerTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String HEADER = """
            agi_network: yes
            agi_network_script: arrive
            agi_request: agi://127.0.0.1/arrive
            agi_channel: PJSIP/trunk-0000000c
            agi_uniqueid: pbx1-1.1
            agi_callerid: CALLER
            agi_calleridname: NAME
            agi_extension: 12345
            """;

    private final TestConversations conversations = new TestConversations();
    private final List<String> asked = conversations.arrived;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private AgiDoor door;

    @BeforeEach
    void open() {
        said.start();
        root().addAppender(said);
        door = AgiDoor.open(
                new TelephonyConfig.Agi(
                        "127.0.0.1", 0, Set.of("127.0.0.1"), 20, Duration.ofSeconds(2), Duration.ofSeconds(30)),
                conversations);
    }

    @AfterEach
    void close() {
        door.close();
        root().detachAppender(said);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** What is said at warning or above: one line for all refusals of a while, and never a stack trace. */
    private List<ILoggingEvent> complaints() {
        return List.copyOf(said.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }

    /** Sends the bytes and reads to the end of the connection. */
    private String send(String text) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(15_000);
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                // closed by the other side while we still send
                return "";
            }
        }
    }

    private void refused(String text) throws IOException {
        assertThat(send(text)).isEmpty();
        await().atMost(SOON).until(() -> door.conversations() == 0);
        assertThat(asked).isEmpty();
    }

    @Test
    void browserThatKnocksIsRefusedInOneLineHoweverOften() throws IOException {
        for (int i = 0; i < 30; i++) {
            refused("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: ${jndi:ldap://x}\r\n\r\n");
        }
        assertThat(door.refused()).isEqualTo(30);
        assertThat(complaints()).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage())
                    .contains("not of the form agi_key: value")
                    .doesNotContain("jndi");
            assertThat(event.getThrowableProxy()).isNull();
        });
    }

    @Test
    void headersThatNoAsteriskSendsAreRefused() throws IOException {
        refused("\n");
        refused("agi_network: yes\n\n");
        refused(HEADER + "agi_extension: 110\n\n");
        refused(HEADER.replace("12345", "110&119|x") + "\n");
        refused(HEADER.replace("PJSIP/trunk", "PJSIP/tr\u0000unk") + "\n");
        refused(HEADER.replace("pbx1-1.1", "../../etc/passwd") + "\n");
        refused(HEADER.replace("arrive\nagi_request", "arrive'; drop table\nagi_request") + "\n");
        refused(HEADER + "agi_x: y\n".repeat(2) + "\n");
        assertThat(complaints()).hasSize(1).allMatch(event -> event.getThrowableProxy() == null);
    }

    @Test
    void endlessLinesAndHeadersAreCutOffSoon() throws IOException {
        refused("agi_arg_1: " + "x".repeat(1 << 20) + "\n\n");
        refused("x".repeat(1 << 20));
        var many = new StringBuilder(HEADER);
        for (int i = 0; i < 5_000; i++) {
            many.append("agi_arg_")
                    .append(i)
                    .append(": ")
                    .append("y".repeat(200))
                    .append('\n');
        }
        refused(many.append('\n').toString());
    }

    @Test
    void channelsOfNoCallOfOursAreRefused() throws IOException {
        refused(HEADER.replace("pbx1-1.1", "pbx1-999.9") + "\n");
        refused(HEADER.replace("pbx1-1.1", "elsewhere-1.1") + "\n");
    }

    @Test
    void whoSendsByteByByteHoldsAPlaceForSecondsOnly() throws Exception {
        try (var slow = new Socket(InetAddress.getLoopbackAddress(), door.port());
                var halfOpen = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            await().atMost(SOON).until(() -> door.conversations() == 2);
            assertThat(halfOpen.isConnected()).isTrue();
            var begun = System.nanoTime();
            await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
                try {
                    slow.getOutputStream().write('a');
                } catch (IOException e) {
                    // ended, which is what we wait for
                }
                return door.conversations() == 0;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void answersThatNoAsteriskGivesEndTheConversation() throws IOException {
        for (var answer : List.of(
                "HTTP/1.1 200 OK\n",
                "200 result=0 \u0007\n",
                "520-endless\n".repeat(5_000),
                "x".repeat(1 << 20) + "\n",
                "\n".repeat(1_000))) {
            asked.clear();
            var before = door.refused();
            var commands = send(HEADER + "\n200 result=1\n" + answer);
            assertThat(commands).contains("TIMEOUT(absolute)").doesNotContain("HOTLINE_QUEUE");
            await().atMost(SOON).until(() -> door.conversations() == 0);
            assertThat(door.refused()).isGreaterThanOrEqualTo(before);
        }
        assertThat(complaints()).allMatch(event -> event.getThrowableProxy() == null);
    }

    /** The caller's number and name are a stranger's words: no command of ours may hold any of them. */
    @Test
    void callersNumberAndNameReachNoCommand() throws IOException {
        var hostile = List.of(
                "'; drop table call; --",
                "<script>alert(1)</script>",
                "15400000001\" \"HOTLINE_QUEUE\" \"x",
                "${SHELL(id)}",
                "PJSIP/110@carrier&PJSIP/119@carrier",
                "a|b,c\\n",
                "x\ragi_extension: 110");
        for (var words : hostile) {
            asked.clear();
            var commands =
                    send(HEADER.replace("CALLER", words).replace("NAME", words) + "\n" + "200 result=0\n".repeat(8));
            assertThat(asked).containsExactly("12345");
            assertThat(commands.lines())
                    .allMatch(
                            line -> line.matches(
                                    "(SET VARIABLE \"(TIMEOUT\\(absolute\\)|HOTLINE_[A-Z_]+|AJ_AGISTATUS)\"|STREAM FILE) \"[A-Za-z0-9/]*\"( \"\")?"));
        }
        // A line break within a name makes lines of its own; one that speaks for Asterisk ends it.
        refusedAfter(HEADER.replace("NAME", "x\nagi_extension: 110") + "\n");
        refusedAfter(HEADER.replace("NAME", "x\nSET VARIABLE a b") + "\n");
    }

    private void refusedAfter(String text) throws IOException {
        asked.clear();
        refused(text);
    }

    @Test
    void deadPeersDoNotKeepOthersOut() throws IOException {
        var dead = new ArrayList<Socket>();
        for (int i = 0; i < 20; i++) {
            dead.add(new Socket(InetAddress.getLoopbackAddress(), door.port()));
        }
        await().atMost(SOON).until(() -> door.conversations() == 20);
        await().atMost(SOON).until(() -> door.conversations() == 0);
        assertThat(send(HEADER + "\n" + "200 result=0\n".repeat(8))).contains("HOTLINE_GREETED");
        for (var socket : dead) {
            socket.close();
        }
    }
}
