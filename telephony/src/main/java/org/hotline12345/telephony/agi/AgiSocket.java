package org.hotline12345.telephony.agi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.regex.Pattern;
import org.asteriskjava.util.SocketConnectionFacade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation's socket as the library wants it: the checked header first, then Asterisk's answers, each of a shape
 * that the library can bear. It is closed from outside when its time is over.
 */
final class AgiSocket implements SocketConnectionFacade {
    private static final Logger LOG = LoggerFactory.getLogger(AgiSocket.class);
    private static final Pattern ANSWER = Pattern.compile("[1-5][0-9]{2}[ -][^\\p{Cntrl}]*");
    /** Asterisk's longest answer is the usage of a command that it did not understand. */
    private static final int MAX_ANSWER_LINES = 60;

    private final Socket socket;
    private final AgiLines lines;
    private final Queue<String> header = new ArrayDeque<>(5);
    private volatile long endNanos;
    private int linesOfAnswer;

    AgiSocket(Socket socket, Duration limit) throws IOException {
        this.socket = socket;
        this.lines = new AgiLines(socket.getInputStream());
        endAfter(limit);
    }

    AgiHeader readHeader() throws IOException {
        var read = AgiHeader.read(lines);
        header.addAll(read.lines());
        return read;
    }

    /** Gives the conversation another time until it is ended, from now. */
    void endAfter(Duration limit) {
        endNanos = System.nanoTime() + limit.toNanos();
    }

    boolean isOver(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    /** Null at the end of the stream and when the caller has hung up, as asterisk-java's reader expects. */
    @Override
    @SuppressWarnings("NullAway") // the interface knows no annotations
    public String readLine() throws IOException {
        if (!header.isEmpty()) {
            return header.remove();
        }
        var line = lines.read();
        if (line == null || line.equals("HANGUP")) {
            return null;
        }
        if (++linesOfAnswer > MAX_ANSWER_LINES) {
            throw new NotAgi("an answer has more than " + MAX_ANSWER_LINES + " lines");
        }
        if (linesOfAnswer == 1 && !ANSWER.matcher(line).matches()) {
            throw new NotAgi("an answer does not begin with its code, or holds control characters");
        }
        return line;
    }

    @Override
    public void write(String text) throws IOException {
        linesOfAnswer = 0;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        // written at once
    }

    @Override
    public void close() {
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
