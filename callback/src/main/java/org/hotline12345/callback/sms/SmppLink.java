package org.hotline12345.callback.sms;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hotline12345.office.BadSettings;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.Command;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the SMS centre: connects, signs in as transceiver, tries a silent line, and begins again with
 * growing pauses whenever it ends. Its own thread is the one writer of its state.
 */
final class SmppLink implements AutoCloseable {
    /** How the link stands. */
    enum State {
        CONNECTING,
        BOUND,
        /** The centre answered and does not want us. */
        REFUSED,
        UNREACHABLE,
        CLOSED
    }

    private record Standing(State state, String why, Instant since) {}

    private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final SmppConfig config;
    private final Clock clock;
    private final MessageReceiverListener receiver;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private volatile @Nullable SMPPSession session;
    private volatile Standing standing;
    private BindReader bindReader = new BindReader();

    SmppLink(SmppConfig config, Clock clock, MessageReceiverListener receiver) {
        this.config = config;
        this.clock = clock;
        this.receiver = receiver;
        standing = new Standing(State.CONNECTING, "not connected yet", clock.instant());
        thread = Thread.ofVirtual().name("sms-link").unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    /** The session to send by; null while there is none. */
    @Nullable
    SMPPSession session() {
        var current = session;
        return current != null && current.getSessionState().isTransmittable() ? current : null;
    }

    State state() {
        return session() == null && standing.state() == State.BOUND ? State.CONNECTING : standing.state();
    }

    String why() {
        return standing.why();
    }

    Instant since() {
        return standing.since();
    }

    @Override
    public void close() {
        closing.countDown();
        var current = session;
        if (current != null) {
            current.unbindAndClose();
        }
        if (thread.isAlive()) {
            try {
                thread.join(CLOSE_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        stand(State.CLOSED, "closed");
    }

    private void keep() {
        var pause = config.reconnectMin();
        while (closing.getCount() > 0) {
            var ended = new CountDownLatch(1);
            try {
                connect(ended);
                pause = config.reconnectMin();
                ended.await();
                if (closing.getCount() > 0) {
                    stand(State.UNREACHABLE, "the SMS centre ended the link");
                }
            } catch (IOException e) {
                noteFailure(e);
            } catch (BadSettings e) {
                stand(State.REFUSED, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                return;
            } finally {
                drop();
            }
            if (paused(pause)) {
                return;
            }
            pause = shorter(pause.multipliedBy(2), config.reconnectMax());
        }
    }

    private void connect(CountDownLatch ended) throws IOException {
        var reader = new BindReader();
        var next = new SMPPSession(new SynchronizedPDUSender(new DefaultPDUSender()), reader, SmppLink::connection);
        bindReader = reader;
        next.setEnquireLinkTimer(Math.toIntExact(config.enquireLink().toMillis()));
        next.setTransactionTimer(config.answerLimit().toMillis());
        next.setMessageReceiverListener(receiver);
        next.addSessionStateListener((now, before, source) -> {
            if (!now.isNotClosed()) {
                ended.countDown();
            }
        });
        session = next;
        next.connectAndBind(
                config.host(),
                config.port(),
                new BindParameter(
                        BindType.BIND_TRX,
                        config.systemId(),
                        config.password(),
                        config.systemType(),
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        ""),
                config.answerLimit().toMillis());
        stand(State.BOUND, "bound to " + config);
        if (closing.getCount() == 0) {
            next.unbindAndClose();
        }
    }

    /** jsmpp's own factory waits for an address that does not answer as long as the operating system likes. */
    private static Connection connection(String host, int port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(CONNECT_LIMIT.toMillis()));
            return new SocketConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void noteFailure(IOException e) {
        var refusal = bindReader.refusal;
        if (refusal != 0) {
            stand(State.REFUSED, "the SMS centre " + config + " refuses the sign-in: " + bindWords(refusal));
        } else {
            stand(
                    State.UNREACHABLE,
                    "the SMS centre " + config + " cannot be reached (" + e.getMessage()
                            + "); check host and port of callback.sms and the line to the operator");
        }
    }

    private static String bindWords(int status) {
        return switch (status) {
            case SMPPConstant.STAT_ESME_RINVPASWD -> "wrong password; check callback.sms.password-file";
            case SMPPConstant.STAT_ESME_RINVSYSID -> "unknown account; check callback.sms.system-id";
            case SMPPConstant.STAT_ESME_RINVSYSTYP -> "wrong system type; check callback.sms.system-type";
            case SMPPConstant.STAT_ESME_RALYBND -> "the account is signed in already, perhaps by another program";
            case SMPPConstant.STAT_ESME_RBINDFAIL ->
                "no reason given; check callback.sms.system-id and password-file, and the number of links the operator allows";
            default -> "status 0x" + Integer.toHexString(status) + "; ask the operator";
        };
    }

    private void drop() {
        var current = session;
        session = null;
        if (current != null) {
            current.close();
        }
    }

    private boolean paused(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Logs a change once, not each of a hundred tries while the centre is away. */
    private void stand(State state, String why) {
        var before = standing;
        if (before.state() == state && before.why().equals(why)) {
            return;
        }
        standing = new Standing(state, why, clock.instant());
        if (state == State.REFUSED || state == State.UNREACHABLE) {
            LOG.warn("SMS link: {}", why);
        } else {
            LOG.info("SMS link: {}", why);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Remembers with which status a sign-in was refused. A centre that refuses ends the connection at once, and jsmpp,
     * which handles the answer on another thread than the end, then often reports that no answer came.
     */
    private static final class BindReader extends DefaultPDUReader {
        private volatile int refusal;

        @Override
        public Command readPDUHeader(DataInputStream in) throws InvalidCommandLengthException, IOException {
            var header = super.readPDUHeader(in);
            if (header.getCommandId() == SMPPConstant.CID_BIND_TRANSCEIVER_RESP) {
                refusal = header.getCommandStatus();
            }
            return header;
        }
    }
}
