package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Ear, mouth and finger of a citizen: what comes by RTP (G.711 A-law) is kept and can be searched for a sentence; silence or
 * speech goes out, and keys as telephone events (RFC 4733). Its telephone is the scenario {@code citizen-hears}.
 */
public final class Ear implements AutoCloseable {
    public static final int RATE = 8_000;

    private static final int HEADER_BYTES = 12;
    private static final int PACKET_SAMPLES = 160;
    private static final int MOST_SAMPLES = RATE * 300;
    private static final Duration PACKET = Duration.ofMillis(20);
    private static final int ALAW = 8;
    private static final int EVENT = 101;
    private static final byte SILENCE = (byte) 0xD5;
    private static final String KEYS = "0123456789*#";
    /** A key is held for so many packets, and its end is said three times. */
    private static final int KEY_PACKETS = 8;

    private static final int KEY_ENDS = 3;
    /** Between two keys. */
    private static final int GAP_PACKETS = 6;

    /** A packet to go out: a key at some point of its being held, or sound. */
    private sealed interface Outgoing {
        record Key(int event, int packet) implements Outgoing {}

        record Sound() implements Outgoing {}
    }

    private final DatagramSocket socket;
    private final short[] heard = new short[MOST_SAMPLES];
    private int length;
    private int source;
    private short newest;
    private final Queue<Outgoing> outgoing = new ArrayDeque<>();
    private boolean speaks;
    private volatile @Nullable SocketAddress other;

    private Ear(DatagramSocket socket) {
        this.socket = socket;
    }

    public static Ear open() {
        try {
            // Even, as RTP wants it.
            for (int attempt = 0; attempt < 50; attempt++) {
                var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                if (socket.getLocalPort() % 2 == 0) {
                    var ear = new Ear(socket);
                    Thread.ofPlatform().daemon().name("ear").start(ear::listen);
                    Thread.ofPlatform().daemon().name("mouth").start(ear::talk);
                    return ear;
                }
                socket.close();
            }
            throw new IllegalStateException("no even port is free");
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Presses these keys one after the other, from now on. */
    public synchronized void press(String keys) {
        for (var key : keys.chars().toArray()) {
            for (int packet = 0; packet < KEY_PACKETS + KEY_ENDS; packet++) {
                outgoing.add(new Outgoing.Key(KEYS.indexOf(key), packet));
            }
            for (int packet = 0; packet < GAP_PACKETS; packet++) {
                outgoing.add(new Outgoing.Sound());
            }
        }
    }

    /** Speaks from now on, or is silent. */
    public synchronized void speak(boolean on) {
        speaks = on;
    }

    /** Everything that was heard so far. */
    public synchronized short[] heard() {
        return Arrays.copyOf(heard, length);
    }

    /** When the sentence was heard first, from the first sound on; empty while it was not. */
    public Optional<Duration> hears(Saying sentence) {
        return sentence.in(heard());
    }

    /** Whether anything but silence was heard within the last part of that length. */
    public boolean hearsSound(Duration span) {
        var all = heard();
        var from = Math.max(0, all.length - (int) (span.toMillis() * RATE / 1_000));
        return Saying.loudness(all, from, all.length) > Saying.SILENT;
    }

    private void listen() {
        var packet = new DatagramPacket(new byte[1_500], 1_500);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
            } catch (IOException e) {
                return;
            }
            other = packet.getSocketAddress();
            take(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        }
    }

    /**
     * Puts each packet behind the last one, not where its time stamp says: a machine that is busy plays late, and would tear a
     * sentence apart. Pauses in which nothing is sent are therefore not heard.
     */
    private synchronized void take(ByteBuffer packet) {
        if (packet.limit() <= HEADER_BYTES || (packet.get(1) & 0x7f) != ALAW) {
            return;
        }
        var from = packet.getInt(8);
        var number = packet.getShort(2);
        if (from == source && (short) (number - newest) <= 0) {
            return;
        }
        source = from;
        newest = number;
        for (int i = HEADER_BYTES; i < packet.limit() && length < heard.length; i++) {
            heard[length] = linear(packet.get(i));
            length++;
        }
    }

    private void talk() {
        var next = System.nanoTime();
        var sequence = 1;
        var stamp = 1_000;
        var keyBegan = stamp;
        try {
            while (!socket.isClosed()) {
                next += PACKET.toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
                var to = other;
                stamp += PACKET_SAMPLES;
                if (to == null) {
                    continue;
                }
                var what = what();
                var packet = switch (what) {
                    case Outgoing.Key key -> {
                        keyBegan = key.packet == 0 ? stamp : keyBegan;
                        yield key(key, sequence, keyBegan);
                    }
                    case Outgoing.Sound _ -> sound(sequence, stamp);
                };
                sequence++;
                socket.send(new DatagramPacket(packet, packet.length, to));
            }
        } catch (IOException e) {
            // Closed: the call is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Outgoing what() {
        var next = outgoing.poll();
        return next == null ? new Outgoing.Sound() : next;
    }

    private static byte[] key(Outgoing.Key key, int sequence, int began) {
        var ends = key.packet >= KEY_PACKETS;
        var held = Math.min(key.packet + 1, KEY_PACKETS) * PACKET_SAMPLES;
        var packet = new byte[HEADER_BYTES + 4];
        header(packet, EVENT, key.packet == 0, sequence, began)
                .put((byte) key.event)
                .put((byte) (ends ? 0x8a : 0x0a))
                .putShort((short) held);
        return packet;
    }

    private synchronized byte[] sound(int sequence, int stamp) {
        var packet = new byte[HEADER_BYTES + PACKET_SAMPLES];
        header(packet, ALAW, false, sequence, stamp);
        for (int i = 0; i < PACKET_SAMPLES; i++) {
            // A tone of 400 Hz that swells twice a second: 20 samples a period.
            var loud = Math.abs(Math.sin(Math.PI * (stamp + i) / (RATE / 2.0)));
            packet[HEADER_BYTES + i] =
                    speaks ? alaw((int) (6_000 * loud * Math.sin(2 * Math.PI * (stamp + i) / 20.0))) : SILENCE;
        }
        return packet;
    }

    private static ByteBuffer header(byte[] packet, int type, boolean marked, int sequence, int stamp) {
        return ByteBuffer.wrap(packet)
                .put((byte) 0x80)
                .put((byte) (type | (marked ? 0x80 : 0)))
                .putShort((short) sequence)
                .putInt(stamp)
                .putInt(0x1234_5678);
    }

    /** G.711. */
    private static short linear(byte alaw) {
        var bits = (alaw ^ 0x55) & 0xff;
        var exponent = (bits >> 4) & 7;
        var mantissa = bits & 15;
        var value = exponent == 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
        return (short) ((bits & 0x80) != 0 ? value : -value);
    }

    private static byte alaw(int linear) {
        var positive = linear >= 0;
        var value = Math.min(positive ? linear : -linear - 1, 32_767) >> 4;
        var exponent = 0;
        for (int rest = value >> 5; rest > 0; rest >>= 1) {
            exponent++;
        }
        var bits = value < 32 ? value >> 1 : ((exponent + 1) << 4) | ((value >> (exponent + 1)) & 15);
        return (byte) ((bits | (positive ? 0x80 : 0)) ^ 0x55);
    }

    /** The seconds in which there was sound, for whoever reads why a test failed. */
    public List<Integer> secondsWithSound() {
        var all = heard();
        var seconds = new ArrayList<Integer>();
        for (int second = 0; second * RATE < all.length; second++) {
            if (Saying.loudness(all, second * RATE, Math.min(all.length, (second + 1) * RATE)) > Saying.SILENT) {
                seconds.add(second);
            }
        }
        return seconds;
    }

    @Override
    public void close() {
        socket.close();
    }
}
