package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The sound of one telephone: says a tone of its own as long as anybody speaks to it, and knows which tones it has heard of
 * late. So who hears whom is measured where it matters, at the telephones. G.711 A-law over RTP.
 *
 * <p>It falls silent soon after the other side did: a port that it went on speaking to would be given to the next call, and
 * Asterisk, which listens to whoever speaks first, would take it for that call's citizen.
 */
public final class ToneEar implements AutoCloseable {
    private static final int RATE = 8_000;
    private static final int HEADER = 12;
    /** 20 ms. */
    private static final int SAMPLES = 160;

    private static final int PERIOD_HERTZ = RATE / SAMPLES;
    private static final int ALAW = 8;
    private static final int KEYS = 101;
    private static final double LOUDNESS = 6_000;
    /** A tone of that loudness that is mixed with others keeps it; what leaks from other tones and the waiting tone is below. */
    private static final double HEARD = 1_500;

    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final int MAX_PACKETS = 200;
    /** Longer than a busy machine stands still: two that both fell silent in one talk would stay so. */
    private static final Duration SPOKEN_TO_LATELY = Duration.ofSeconds(5);

    private static final class Speech {
        private final long atNanos;
        private final byte[] samples;

        private Speech(long atNanos, byte[] samples) {
            this.atNanos = atNanos;
            this.samples = samples;
        }
    }

    /** Who spoke last, and when. */
    private record Speaker(SocketAddress address, long atNanos) {
        private boolean spokeLately() {
            return System.nanoTime() - atNanos < SPOKEN_TO_LATELY.toNanos();
        }
    }

    private final DatagramSocket socket;
    private final int pitch;
    private final Deque<Speech> heard = new ArrayDeque<>();
    private volatile @Nullable Speaker speaker;
    private volatile boolean keys;
    private volatile boolean closed;

    /** @param pitchHertz of the tone it says; a multiple of 50, so that each packet is like the next */
    public ToneEar(int pitchHertz) {
        if (pitchHertz % PERIOD_HERTZ != 0) {
            throw new IllegalArgumentException(pitchHertz + " is no multiple of " + PERIOD_HERTZ);
        }
        pitch = pitchHertz;
        try {
            // RTP has even ports, its control protocol the odd ones above.
            socket = new DatagramSocket(evenPort(), InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("ear-" + pitch).start(this::hear);
        Thread.ofVirtual().name("mouth-" + pitch).start(this::speak);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public int pitch() {
        return pitch;
    }

    /** Whether that tone was there in the last half second. */
    public boolean hears(int hertz) {
        return loudness(hertz, lately()) > HEARD;
    }

    /** Whether a key was ever told to this telephone, as a telephone event. */
    public boolean wasToldKeys() {
        return keys;
    }

    /** Its call is over: says nothing until it is spoken to anew. */
    public void fallSilent() {
        speaker = null;
    }

    private short[] lately() {
        var from = System.nanoTime() - WINDOW.toNanos();
        synchronized (heard) {
            var packets =
                    heard.stream().filter(speech -> speech.atNanos >= from).toList();
            var samples = new short[packets.size() * SAMPLES];
            for (int i = 0; i < packets.size(); i++) {
                for (int j = 0; j < SAMPLES; j++) {
                    samples[i * SAMPLES + j] = decode(packets.get(i).samples[j]);
                }
            }
            return samples;
        }
    }

    /** Goertzel's filter: how loud one tone is, in the samples' own scale; a window with little speech in it counts as quiet. */
    private static double loudness(int hertz, short[] samples) {
        var whole = (int) (WINDOW.toMillis() * RATE / 1_000);
        if (samples.length < whole / 2) {
            return 0;
        }
        var factor = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double last = 0;
        double before = 0;
        for (var sample : samples) {
            var now = sample + factor * last - before;
            before = last;
            last = now;
        }
        return 2 * Math.sqrt(last * last + before * before - factor * last * before) / samples.length;
    }

    private void hear() {
        var packet = new DatagramPacket(new byte[2_048], 2_048);
        while (!closed) {
            try {
                socket.receive(packet);
            } catch (IOException e) {
                return;
            }
            var bytes = packet.getData();
            var type = bytes[1] & 0x7f;
            if (packet.getLength() == HEADER + SAMPLES && type == ALAW) {
                speaker = new Speaker(packet.getSocketAddress(), System.nanoTime());
                var samples = new byte[SAMPLES];
                System.arraycopy(bytes, HEADER, samples, 0, SAMPLES);
                synchronized (heard) {
                    heard.addLast(new Speech(System.nanoTime(), samples));
                    if (heard.size() > MAX_PACKETS) {
                        heard.removeFirst();
                    }
                }
            } else if (type == KEYS) {
                keys = true;
            }
        }
    }

    private void speak() {
        var packet = new byte[HEADER + SAMPLES];
        packet[0] = (byte) 0x80;
        packet[1] = ALAW;
        for (int i = 0; i < SAMPLES; i++) {
            packet[HEADER + i] = encode((int) (LOUDNESS * Math.sin(2 * Math.PI * pitch * i / RATE)));
        }
        var source = pitch;
        for (int i = 0; i < 4; i++) {
            packet[8 + i] = (byte) (source >> (24 - 8 * i));
        }
        var next = System.nanoTime();
        try {
            for (int sequence = 0; !closed; sequence++) {
                packet[2] = (byte) (sequence >> 8);
                packet[3] = (byte) sequence;
                var time = sequence * SAMPLES;
                for (int i = 0; i < 4; i++) {
                    packet[4 + i] = (byte) (time >> (24 - 8 * i));
                }
                var to = speaker;
                if (to != null && to.spokeLately()) {
                    socket.send(new DatagramPacket(packet, packet.length, to.address()));
                }
                next += Duration.ofMillis(20).toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        } catch (IOException e) {
            // closed, or whoever was spoken to is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** G.711 A-law. */
    private static byte encode(int linear) {
        var sign = linear >= 0 ? 0x80 : 0;
        var value = Math.min(linear >= 0 ? linear : -linear - 1, 32_767) >> 4;
        var exponent = value < 16 ? 0 : 1;
        while (exponent > 0 && exponent < 7 && value >= 1 << (exponent + 4)) {
            exponent++;
        }
        var mantissa = (exponent == 0 ? value : value >> (exponent - 1)) & 0x0f;
        return (byte) ((sign | (exponent << 4) | mantissa) ^ 0x55);
    }

    private static short decode(byte alaw) {
        var value = (alaw & 0xff) ^ 0x55;
        var exponent = (value >> 4) & 7;
        var mantissa = (value & 0x0f) << 4;
        var linear = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
        return (short) ((value & 0x80) != 0 ? linear : -linear);
    }

    private static int evenPort() {
        for (int i = 0; i < 50; i++) {
            var port = Sipp.freePort();
            if (port % 2 == 0) {
                return port;
            }
        }
        throw new IllegalStateException("no even port was free");
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }
}
