package org.hotline12345.telephony.ami;

/** Asterisk is not connected, or did not answer in time. */
public final class AmiAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AmiAway(String message) {
        super(message);
    }
}
