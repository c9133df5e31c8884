package org.hotline12345.ops.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A crowd of callers as a FastAGI server sees them, in a process of its own: each asks for the greeting, hears it for a
 * long while, and is done when it has been told its queue.
 *
 * <p>Arguments: port, callers, new callers a second, seconds that a greeting is held. Prints one line,
 * {@code held refused broken greeted milliseconds-to-the-first-word}, and ends with 0 when all were told their queue.
 */
public final class AgiCrowd {
    private static final int TIMEOUT_MILLIS = 60_000;
    /** Addresses to call from: one alone has too few ports for so many conversations in so short a time. */
    private static final int ADDRESSES = 4;

    /** The sample's greeting is two files: the greeting itself and the recording notice. */
    private static final int FILES = 2;

    private final int port;
    private final Duration hold;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger mostHeld = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger greeted = new AtomicInteger();
    private final AtomicLong longestFirstWordNanos = new AtomicLong();

    private AgiCrowd(int port, Duration hold) {
        this.port = port;
        this.hold = hold;
    }

    /** Addresses that the crowd calls from, for {@code telephony.agi.peers}. */
    static List<String> addresses() {
        var addresses = new ArrayList<String>();
        for (int i = 1; i <= ADDRESSES; i++) {
            addresses.add("127.0.0." + i);
        }
        return addresses;
    }

    public static void main(String[] args) throws Exception {
        var callers = Integer.parseInt(args[1]);
        var perSecond = Integer.parseInt(args[2]);
        var crowd = new AgiCrowd(Integer.parseInt(args[0]), Duration.ofSeconds(Integer.parseInt(args[3])));
        crowd.call(callers, perSecond);
        System.out.println(crowd.mostHeld + " " + crowd.refused + " " + crowd.broken + " " + crowd.greeted + " "
                + crowd.longestFirstWordNanos.get() / 1_000_000);
        System.exit(crowd.greeted.get() == callers ? 0 : 1);
    }

    private void call(int callers, int perSecond) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = System.nanoTime();
            for (int i = 0; i < callers; i++) {
                var due = begun + i * 1_000_000_000L / perSecond;
                var wait = due - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
                var number = i;
                threads.execute(() -> call(number));
            }
        }
    }

    private void call(int number) {
        var heard = false;
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(addressOf(number), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 256);
            var asked = System.nanoTime();
            send(socket, header(number));
            var told = false;
            for (var command = in.readLine(); command != null; command = in.readLine()) {
                if (!heard) {
                    heard = true;
                    longestFirstWordNanos.accumulateAndGet(System.nanoTime() - asked, Math::max);
                }
                if (command.startsWith("STREAM FILE")) {
                    hold();
                }
                told |= command.startsWith("SET VARIABLE \"HOTLINE_QUEUE\" \"hotline\"");
                send(socket, command.startsWith("STREAM FILE") ? "200 result=0 endpos=8000\n" : "200 result=1\n");
            }
            if (told) {
                greeted.incrementAndGet();
            } else {
                (heard ? broken : refused).incrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            (heard ? broken : refused).incrementAndGet();
        }
    }

    private static InetAddress addressOf(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + number % ADDRESSES)});
    }

    private void hold() throws InterruptedException {
        mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
        try {
            Thread.sleep(hold.dividedBy(FILES));
        } finally {
            held.decrementAndGet();
        }
    }

    private static String header(int number) {
        var lines = Map.of(
                "channel",
                "PJSIP/trunk-" + String.format("%08x", number),
                "uniqueid",
                "pbx1-1795303319." + number,
                "callerid",
                String.format("154%08d", number),
                "extension",
                "12345",
                "dnid",
                "12345",
                "context",
                "from-trunk");
        var header = new StringBuilder("agi_network: yes\nagi_network_script: arrive\n"
                + "agi_request: agi://127.0.0.1/arrive\nagi_language: en\nagi_type: PJSIP\nagi_version: 22.10.1\n"
                + "agi_calleridname: unknown\nagi_callingpres: 0\nagi_callingani2: 0\nagi_callington: 0\n"
                + "agi_callingtns: 0\nagi_rdnis: unknown\nagi_priority: 5\nagi_enhanced: 0.0\nagi_accountcode: \n"
                + "agi_threadid: 139821142468288\n");
        lines.forEach((key, value) ->
                header.append("agi_").append(key).append(": ").append(value).append('\n'));
        return header.append('\n').toString();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
