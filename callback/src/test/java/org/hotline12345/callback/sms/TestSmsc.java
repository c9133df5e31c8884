package org.hotline12345.callback.sms;

import com.cloudhopper.commons.charset.CharsetUtil;
import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.EnquireLink;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.tlv.TlvConvertException;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppChannelException;
import com.cloudhopper.smpp.type.SmppInvalidArgumentException;
import com.cloudhopper.smpp.type.SmppProcessingException;
import com.cloudhopper.smpp.util.SmppUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A real SMS centre for tests, on another SMPP library (Cloudhopper) than the product's. It takes messages, puts long
 * ones together again, sends receipts, and lets citizens answer. It keeps a tally of both directions.
 */
public final class TestSmsc implements AutoCloseable {
    public static final String SYSTEM_ID = "hotline";
    public static final String PASSWORD = "secret12";
    /** The number citizens see and answer to. */
    public static final String SOURCE = "10612345";

    private static final long ANSWER_LIMIT_MILLIS = 5_000;
    private static final int CONCATENATION_HEADER = 6;

    /**
     * A whole message as a phone would show it.
     *
     * @param parts how many submit_sm it came in
     */
    public record Message(String from, String to, String text, int parts, boolean receiptAsked) {}

    private final int port;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<String> submitted = new CopyOnWriteArrayList<>();
    private final Map<String, TreeMap<Integer, byte[]>> unfinished = new ConcurrentHashMap<>();
    private final AtomicInteger repliesSent = new AtomicInteger();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger accepting = new AtomicInteger();
    private final AtomicInteger binds = new AtomicInteger();
    private final AtomicInteger enquiries = new AtomicInteger();

    private volatile int refusalStatus;
    private volatile boolean silent;
    private volatile String receiptState = "DELIVRD";
    private volatile Function<Message, Optional<String>> citizens = _ -> Optional.empty();
    private volatile DefaultSmppServer server;
    private volatile SmppServerSession session;
    private volatile ExecutorService outgoing;

    private TestSmsc(int port) {
        this.port = port;
    }

    /** Starts a centre on a free port of this machine. */
    public static TestSmsc open() {
        var smsc = new TestSmsc(freePort());
        smsc.start();
        return smsc;
    }

    private static int freePort() {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** What a client needs to sign in here, with short pauses. */
    public SmppConfig config() {
        return config(PASSWORD, Segmentation.UDH);
    }

    SmppConfig config(String password, Segmentation segmentation) {
        return new SmppConfig(
                "127.0.0.1",
                port,
                SYSTEM_ID,
                passwordFile(password),
                "",
                SOURCE,
                "",
                segmentation,
                10,
                200,
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                4);
    }

    private static Path passwordFile(String password) {
        try {
            var file = Files.writeString(Files.createTempFile("smsc-password", ""), password);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole messages received, in their order. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Every submit_sm that came in, by its destination, also refused and unanswered ones. */
    public List<String> submitted() {
        return List.copyOf(submitted);
    }

    /** Citizens' answers that the other side took. */
    public int repliesSent() {
        return repliesSent.get();
    }

    public boolean bound() {
        var current = session;
        return current != null && current.isBound();
    }

    int binds() {
        return binds.get();
    }

    int enquiries() {
        return enquiries.get();
    }

    /** From now on citizens answer so; empty stands for a citizen who does not answer. */
    public void citizensAnswer(Function<Message, Optional<String>> answer) {
        citizens = answer;
    }

    /** Refuses the next so many submit_sm with that status. */
    void refuseNext(int count, int status) {
        refusalStatus = status;
        refusals.set(count);
    }

    /** Takes what comes before the so-many-th next submit_sm and refuses that one. */
    void refuseFrom(int number, int status) {
        refusalStatus = status;
        accepting.set(number - 1);
        refusals.set(1);
    }

    /** Takes messages and answers nothing, as a centre that hangs. */
    public void stayOpenButSilent(boolean on) {
        silent = on;
    }

    void receiptsSay(String state) {
        receiptState = state;
    }

    /**
     * A citizen writes to our number.
     *
     * @return the status that the other side answered; 0 when it took the message
     */
    public int write(String from, String text) {
        var unicode = text.chars().anyMatch(c -> c > 0x7e);
        var bytes = CharsetUtil.encode(text, unicode ? CharsetUtil.CHARSET_UCS_2 : CharsetUtil.CHARSET_GSM);
        var status = deliver(from, bytes, unicode ? SmppConstants.DATA_CODING_UCS2 : SmppConstants.DATA_CODING_DEFAULT);
        if (status == SmppConstants.STATUS_OK) {
            repliesSent.incrementAndGet();
        }
        return status;
    }

    /** A message in the bytes and coding of a gateway that goes its own way. */
    int deliver(String from, byte[] bytes, byte dataCoding) {
        try {
            var pdu = new DeliverSm();
            pdu.setSourceAddress(new Address((byte) 0, (byte) 1, from));
            pdu.setDestAddress(new Address((byte) 0, (byte) 1, SOURCE));
            pdu.setDataCoding(dataCoding);
            pdu.setShortMessage(bytes);
            return request(pdu);
        } catch (SmppInvalidArgumentException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Begins to take connections (again, on the same port). */
    public void start() {
        var configuration = new SmppServerConfiguration();
        configuration.setHost("127.0.0.1");
        configuration.setPort(port);
        configuration.setReuseAddress(true);
        configuration.setJmxEnabled(false);
        configuration.setSystemId("test-smsc");
        outgoing = Executors.newVirtualThreadPerTaskExecutor();
        server = new DefaultSmppServer(configuration, new Doorkeeper(), Executors.newCachedThreadPool());
        try {
            server.start();
        } catch (SmppChannelException e) {
            throw new IllegalStateException("test SMS centre cannot listen on port " + port, e);
        }
    }

    /** Dies: all connections end at once, new ones are refused. */
    public void stop() {
        outgoing.shutdownNow();
        var current = session;
        session = null;
        if (current != null) {
            current.close();
        }
        server.destroy();
    }

    @Override
    public void close() {
        stop();
    }

    private int request(DeliverSm pdu) {
        var current = session;
        if (current == null) {
            throw new IllegalStateException("nobody is signed in to the test SMS centre");
        }
        try {
            var future = current.sendRequestPdu(pdu, ANSWER_LIMIT_MILLIS, true);
            if (!future.await(ANSWER_LIMIT_MILLIS) || !future.isSuccess()) {
                throw new IllegalStateException("no answer to deliver_sm");
            }
            return future.getResponse().getCommandStatus();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException("deliver_sm failed", e);
        }
    }

    @SuppressWarnings("rawtypes") // as the library declares it
    private final class Doorkeeper implements SmppServerHandler {
        @Override
        public void sessionBindRequested(Long id, SmppSessionConfiguration asked, BaseBind request)
                throws SmppProcessingException {
            binds.incrementAndGet();
            if (!SYSTEM_ID.equals(asked.getSystemId())) {
                throw new SmppProcessingException(SmppConstants.STATUS_INVSYSID);
            }
            if (!PASSWORD.equals(asked.getPassword())) {
                throw new SmppProcessingException(SmppConstants.STATUS_INVPASWD);
            }
        }

        @Override
        public void sessionCreated(Long id, SmppServerSession created, BaseBindResp response) {
            session = created;
            created.serverReady(new Receiver());
        }

        @Override
        public void sessionDestroyed(Long id, SmppServerSession ended) {
            ended.destroy();
        }
    }

    @SuppressWarnings("rawtypes") // as the library declares it
    private final class Receiver extends DefaultSmppSessionHandler {
        @Override
        public PduResponse firePduRequestReceived(PduRequest request) {
            var response = request.createResponse();
            if (request instanceof EnquireLink) {
                enquiries.incrementAndGet();
            }
            if (!(request instanceof SubmitSm submit)) {
                return response;
            }
            submitted.add(submit.getDestAddress().getAddress());
            if (silent) {
                return null;
            }
            if (accepting.getAndUpdate(left -> Math.max(0, left - 1)) == 0
                    && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                response.setCommandStatus(refusalStatus);
                return response;
            }
            var id = "m" + nextId.getAndIncrement();
            ((SubmitSmResp) response).setMessageId(id);
            take(submit);
            if (SmppUtil.isSmscDeliveryReceiptRequested(submit.getRegisteredDelivery())) {
                outgoing.execute(() -> sendReceipt(submit, id));
            }
            return response;
        }
    }

    private void take(SubmitSm submit) {
        try {
            var bytes = submit.getShortMessage() == null ? new byte[0] : submit.getShortMessage();
            var payload = submit.getOptionalParameter(SmppConstants.TAG_MESSAGE_PAYLOAD);
            var total = submit.getOptionalParameter(SmppConstants.TAG_SAR_TOTAL_SEGMENTS);
            if (payload != null) {
                finish(submit, payload.getValue(), 1);
            } else if (SmppUtil.isUserDataHeaderIndicatorEnabled(submit.getEsmClass())) {
                var part = Arrays.copyOfRange(bytes, CONCATENATION_HEADER, bytes.length);
                join(submit, bytes[3] & 0xff, bytes[4] & 0xff, bytes[5] & 0xff, part);
            } else if (total != null) {
                var reference = submit.getOptionalParameter(SmppConstants.TAG_SAR_MSG_REF_NUM)
                        .getValueAsUnsignedShort();
                Tlv number = submit.getOptionalParameter(SmppConstants.TAG_SAR_SEGMENT_SEQNUM);
                join(submit, reference, total.getValueAsUnsignedByte(), number.getValueAsUnsignedByte(), bytes);
            } else {
                finish(submit, bytes, 1);
            }
        } catch (TlvConvertException e) {
            throw new IllegalStateException(e);
        }
    }

    private void join(SubmitSm submit, int reference, int total, int number, byte[] part) {
        var key = submit.getDestAddress().getAddress() + "/" + reference;
        var parts = unfinished.computeIfAbsent(key, _ -> new TreeMap<>());
        synchronized (parts) {
            parts.put(number, part);
            if (parts.size() < total) {
                return;
            }
            unfinished.remove(key);
            var whole = new ByteArrayOutputStream();
            parts.values().forEach(whole::writeBytes);
            finish(submit, whole.toByteArray(), total);
        }
    }

    private void finish(SubmitSm submit, byte[] bytes, int parts) {
        var charset = submit.getDataCoding() == SmppConstants.DATA_CODING_UCS2
                ? CharsetUtil.CHARSET_UCS_2
                : CharsetUtil.CHARSET_GSM;
        var message = new Message(
                submit.getSourceAddress().getAddress(),
                submit.getDestAddress().getAddress(),
                CharsetUtil.decode(bytes, charset),
                parts,
                SmppUtil.isSmscDeliveryReceiptRequested(submit.getRegisteredDelivery()));
        messages.add(message);
        citizens.apply(message).ifPresent(answer -> outgoing.execute(() -> write(message.to(), answer)));
    }

    private void sendReceipt(SubmitSm submit, String id) {
        try {
            var pdu = new DeliverSm();
            pdu.setEsmClass(SmppConstants.ESM_CLASS_MT_SMSC_DELIVERY_RECEIPT);
            pdu.setSourceAddress(submit.getDestAddress());
            pdu.setDestAddress(submit.getSourceAddress());
            pdu.setShortMessage(("id:" + id + " sub:001 dlvrd:001 submit date:2611220900 done date:2611220900 stat:"
                            + receiptState + " err:000 text:")
                    .getBytes(StandardCharsets.ISO_8859_1));
            request(pdu);
        } catch (SmppInvalidArgumentException e) {
            throw new IllegalStateException(e);
        }
    }
}
