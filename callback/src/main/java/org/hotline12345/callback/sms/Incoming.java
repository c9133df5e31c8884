package org.hotline12345.callback.sms;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.callback.SmsIncoming;
import org.hotline12345.callback.SmsIncoming.Delivery;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;

/** Reads a {@code deliver_sm} as the fact it brings; the one class that knows both the wire and our words. */
final class Incoming {
    private static final Pattern RECEIPT_ID = Pattern.compile("id:([^ ]+)");
    private static final Pattern RECEIPT_STATE = Pattern.compile("stat:([A-Za-z]+)");
    private static final int UCS2 = 8;
    /** Not of the standard: gateways to China's operators name GBK so. */
    private static final int GBK = 15;

    private static final Charset GB18030 = Charset.forName("GB18030");

    private Incoming() {}

    /** Empty for a receipt that names no message. */
    static Optional<SmsIncoming> read(DeliverSm pdu, Instant at) {
        if (pdu.isSmscDeliveryReceipt() || pdu.isIntermediateDeliveryNotification()) {
            return receipt(pdu, at);
        }
        return Optional.of(new SmsIncoming.Reply(at, pdu.getSourceAddr(), text(pdu)));
    }

    /**
     * The parameters of the PDU stand above its text: the text is a custom, not part of the standard, and each centre
     * writes its dates in its own way, so only the two fields that we need are looked for.
     */
    private static Optional<SmsIncoming> receipt(DeliverSm pdu, Instant at) {
        var text = new String(body(pdu), StandardCharsets.ISO_8859_1);
        var idParameter = pdu.getOptionalParameter(OptionalParameter.Receipted_message_id.class);
        var id = idParameter != null ? Optional.of(idParameter.getValueAsString()) : find(RECEIPT_ID, text);
        var stateParameter = pdu.getOptionalParameter(OptionalParameter.Message_state.class);
        var delivery = stateParameter != null
                ? delivery(stateParameter.getValue())
                : find(RECEIPT_STATE, text).map(Incoming::delivery).orElse(Delivery.UNDER_WAY);
        return id.map(messageId -> new SmsIncoming.Receipt(at, messageId, delivery));
    }

    private static Delivery delivery(byte messageState) {
        return switch (messageState) {
            case 2 -> Delivery.DELIVERED;
            case 3, 4, 5, 8 -> Delivery.UNDELIVERED; // expired, deleted, undeliverable, rejected
            default -> Delivery.UNDER_WAY;
        };
    }

    private static Delivery delivery(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "DELIVRD" -> Delivery.DELIVERED;
            case "EXPIRED", "DELETED", "UNDELIV", "REJECTD" -> Delivery.UNDELIVERED;
            default -> Delivery.UNDER_WAY;
        };
    }

    private static Optional<String> find(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String text(DeliverSm pdu) {
        var body = body(pdu);
        if (pdu.isUdhi() && body.length > 0) {
            body = Arrays.copyOfRange(body, Math.min(body.length, 1 + (body[0] & 0xff)), body.length);
        }
        var charset = switch (pdu.getDataCoding()) {
            case UCS2 -> StandardCharsets.UTF_16BE;
            case GBK -> GB18030;
            default -> StandardCharsets.ISO_8859_1; // digits and letters are the same in all the others
        };
        return new String(body, charset);
    }

    private static byte[] body(DeliverSm pdu) {
        var payload = pdu.getOptionalParameter(OptionalParameter.Message_payload.class);
        if (payload != null) {
            return payload.getValue();
        }
        return pdu.getShortMessage() == null ? new byte[0] : pdu.getShortMessage();
    }
}
