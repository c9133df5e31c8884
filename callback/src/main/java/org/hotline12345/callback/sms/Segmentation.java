package org.hotline12345.callback.sms;

/** How a text that is too long for one message travels; the operator's interface document says which it takes. */
public enum Segmentation {
    /** Parts with a user data header in the text's first bytes: what nearly every SMS centre takes. */
    UDH,
    /** Parts numbered by the parameters {@code sar_*}; the centre makes the headers. */
    SAR,
    /** One message whose whole text stands in {@code message_payload}; the centre cuts it. */
    PAYLOAD
}
