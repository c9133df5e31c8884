package org.hotline12345.callback.sms;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.hotline12345.callback.Sms;
import org.hotline12345.callback.SmsIncoming;
import org.hotline12345.callback.SmsListener;
import org.hotline12345.callback.SmsResult;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Short messages over SMPP 3.4. May be used by many threads at once. */
public final class SmppSms implements Sms, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmppSms.class);
    private static final byte UCS2 = 8;
    private static final byte[] NOTHING = {};
    private static final long FIRST_THROTTLE_PAUSE_MILLIS = 250;
    private static final long MAX_THROTTLE_PAUSE_MILLIS = 4_000;

    private final SmppConfig config;
    private final Clock clock;
    private final SmsListener listener;
    private final SmppLink link;
    private final Semaphore window;
    private final Pace pace;
    private final AtomicInteger references = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    private SmppSms(SmppConfig config, Clock clock, SmsListener listener) {
        this.config = config;
        this.clock = clock;
        this.listener = listener;
        this.link = new SmppLink(config, clock, new Receiver());
        this.window = new Semaphore(config.window());
        this.pace = new Pace(config.perSecond());
    }

    /** Begins to connect and returns at once: an SMS centre that is away must not keep a hotline from starting. */
    public static SmppSms launch(SmppConfig config, Clock clock, SmsListener listener) {
        var sms = new SmppSms(config, clock, listener);
        sms.link.start();
        return sms;
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public boolean ready() {
        return link.session() != null;
    }

    @Override
    public Map<String, Object> status() {
        return Map.of(
                "state", link.state().name(),
                "why", link.why(),
                "since", link.since().toString(),
                "sent", sent.get(),
                "received", received.get());
    }

    @Override
    public SmsResult send(String number, String text) {
        var session = link.session();
        if (session == null) {
            return new SmsResult.Later(link.why());
        }
        try {
            if (!window.tryAcquire(config.answerLimit().toMillis(), TimeUnit.MILLISECONDS)) {
                return new SmsResult.Later("the window of " + config.window() + " messages stayed full");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SmsResult.Later("interrupted before it was sent");
        }
        try {
            return submit(session, config.destinationPrefix() + number, parts(text));
        } finally {
            window.release();
        }
    }

    /** One submit_sm each; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(ESMClass esmClass, byte[] shortMessage, OptionalParameter... parameters) {}

    private List<Part> parts(String text) {
        var cut = Segments.cut(text);
        if (cut.size() == 1) {
            return List.of(new Part(new ESMClass(), cut.getFirst()));
        }
        if (config.segmentation() == Segmentation.PAYLOAD) {
            var payload = new OptionalParameter.Message_payload(Segments.bytes(text));
            return List.of(new Part(new ESMClass(), NOTHING, payload));
        }
        var reference = references.incrementAndGet();
        var parts = new ArrayList<Part>();
        for (var bytes : cut) {
            var number = parts.size() + 1;
            parts.add(
                    config.segmentation() == Segmentation.UDH
                            ? new Part(
                                    new ESMClass(SMPPConstant.ESMCLS_UDHI_INDICATOR_SET),
                                    Segments.withHeader(bytes, reference, cut.size(), number))
                            : new Part(
                                    new ESMClass(),
                                    bytes,
                                    new OptionalParameter.Sar_msg_ref_num((short) reference),
                                    new OptionalParameter.Sar_total_segments((byte) cut.size()),
                                    new OptionalParameter.Sar_segment_seqnum((byte) number)));
        }
        return parts;
    }

    private SmsResult submit(SMPPSession session, String destination, List<Part> parts) {
        var ids = new ArrayList<String>();
        for (var part : parts) {
            var result = offer(session, destination, part);
            switch (result) {
                case SmsResult.Accepted accepted -> ids.addAll(accepted.messageIds());
                case SmsResult.Later(var why)
                when !ids.isEmpty() -> {
                    return new SmsResult.Unsure("part " + (ids.size() + 1) + " of " + parts.size() + ": " + why);
                }
                case SmsResult.Rejected(var why)
                when !ids.isEmpty() -> {
                    return new SmsResult.Unsure("part " + (ids.size() + 1) + " of " + parts.size() + ": " + why);
                }
                default -> {
                    return result;
                }
            }
        }
        sent.incrementAndGet();
        return new SmsResult.Accepted(ids);
    }

    /** Offers one part, again after a pause while the centre says that it is busy. */
    private SmsResult offer(SMPPSession session, String destination, Part part) {
        var pauseMillis = FIRST_THROTTLE_PAUSE_MILLIS;
        for (int tries = 1; ; tries++) {
            try {
                pace.next();
                return new SmsResult.Accepted(List.of(submitOne(session, destination, part)));
            } catch (NegativeResponseException e) {
                var status = e.getCommandStatus();
                if (!isBusy(status)) {
                    return refused(status);
                }
                if (tries >= config.throttleTries()) {
                    return new SmsResult.Later("the SMS centre is busy (status 0x" + Integer.toHexString(status) + ", "
                            + tries + " tries)");
                }
            } catch (ResponseTimeoutException | InvalidResponseException | IOException e) {
                return new SmsResult.Unsure(
                        "no answer of the SMS centre: " + e.getClass().getSimpleName());
            } catch (PDUException e) {
                // Thrown before a byte is written: a value that SMPP cannot carry.
                return new SmsResult.Rejected(
                        "SMPP cannot carry it: " + e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new SmsResult.Later("interrupted before it was sent");
            }
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new SmsResult.Later("interrupted before it was sent");
            }
            pauseMillis = Math.min(MAX_THROTTLE_PAUSE_MILLIS, pauseMillis * 2);
        }
    }

    private String submitOne(SMPPSession session, String destination, Part part)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        return session.submitShortMessage(
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.ISDN,
                        config.source(),
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.ISDN,
                        destination,
                        part.esmClass(),
                        (byte) 0,
                        (byte) 0,
                        null,
                        null,
                        new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                        (byte) 0,
                        new RawDataCoding(UCS2),
                        (byte) 0,
                        part.shortMessage(),
                        part.parameters())
                .getMessageId();
    }

    private static boolean isBusy(int status) {
        return status == SMPPConstant.STAT_ESME_RTHROTTLED || status == SMPPConstant.STAT_ESME_RMSGQFUL;
    }

    private static SmsResult refused(int status) {
        var hex = " (status 0x" + Integer.toHexString(status) + ")";
        return switch (status) {
            case SMPPConstant.STAT_ESME_RSYSERR, SMPPConstant.STAT_ESME_RX_T_APPN ->
                new SmsResult.Later("the SMS centre has a trouble of its own" + hex);
            case SMPPConstant.STAT_ESME_RINVDSTADR -> new SmsResult.Rejected("the number is not accepted" + hex);
            case SMPPConstant.STAT_ESME_RINVSRCADR ->
                new SmsResult.Rejected("our number is not accepted; check callback.sms.source" + hex);
            case SMPPConstant.STAT_ESME_RINVMSGLEN ->
                new SmsResult.Rejected("the text is too long for one message; check callback.sms.segmentation" + hex);
            default -> new SmsResult.Rejected("refused by the SMS centre" + hex);
        };
    }

    /** The other direction: runs on jsmpp's threads. */
    private final class Receiver implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm pdu) throws ProcessRequestException {
            try {
                var incoming = Incoming.read(pdu, clock.instant());
                if (incoming.isEmpty()) {
                    LOG.warn("SMS link: a receipt without a message id was dropped");
                    return;
                }
                if (incoming.get() instanceof SmsIncoming.Reply) {
                    received.incrementAndGet();
                }
                listener.on(incoming.get());
            } catch (RuntimeException e) {
                LOG.warn("SMS link: an incoming message could not be kept, the centre shall bring it again", e);
                throw new ProcessRequestException("not kept", SMPPConstant.STAT_ESME_RX_T_APPN);
            }
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification notification) {
            // We ask for none.
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm pdu, Session source) throws ProcessRequestException {
            throw new ProcessRequestException("data_sm is not taken here", SMPPConstant.STAT_ESME_RINVCMDID);
        }
    }
}
