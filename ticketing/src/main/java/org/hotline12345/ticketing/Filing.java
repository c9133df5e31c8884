package org.hotline12345.ticketing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;

/**
 * A request that comes in without an agent, from a citizen's form or a program.
 *
 * @param requester who asks; an anonymous request has none
 * @param confidential whether units may not know who asks; empty: as the nature says, see {@link Discretion}
 */
public record Filing(
        HotlineCode hotline,
        Channel channel,
        Matter matter,
        Requester requester,
        boolean anonymous,
        Optional<Boolean> confidential,
        Details details) {
    public Filing {
        if (channel == Channel.PHONE) {
            throw new IllegalArgumentException("a call is taken down by an agent");
        }
        if (anonymous) {
            // Not even kept: what is not there can be asked of nobody.
            requester = Requester.UNKNOWN;
            details = details.withoutContact();
        }
    }

    /**
     * What clients say beside the matter.
     *
     * @param point where it is, in WGS 84
     * @param addressId the place's key in a register of addresses
     * @param mediaUrl where a picture is said to be; kept as text and never fetched
     * @param email personal data
     */
    public record Details(
            Optional<Point> point, Optional<String> addressId, Optional<String> mediaUrl, Optional<String> email) {
        public static final Details NONE =
                new Details(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private static final int MAX_ADDRESS_ID = 100;
        private static final int MAX_URL = 1_000;
        private static final int MAX_EMAIL = 254;

        public Details {
            addressId = line("address_id", addressId, MAX_ADDRESS_ID);
            mediaUrl = line("media_url", mediaUrl, MAX_URL);
            email = line("email", email, MAX_EMAIL);
        }

        private Details withoutContact() {
            return new Details(point, addressId, mediaUrl, Optional.empty());
        }

        private static Optional<String> line(String name, Optional<String> given, int max) {
            return given.filter(text -> !text.isBlank()).map(text -> Texts.line(name, text, max));
        }

        /** Hidden also from logs that print it by mistake. */
        @Override
        public String toString() {
            return "Details[" + point + " " + addressId + "]";
        }
    }

    /** Degrees, to the sixth place: a tenth of a metre. */
    public record Point(BigDecimal latitude, BigDecimal longitude) {
        private static final int PLACES = 6;

        public Point {
            latitude = degrees("latitude", latitude, 90);
            longitude = degrees("longitude", longitude, 180);
        }

        private static BigDecimal degrees(String name, BigDecimal given, int most) {
            if (given.abs().compareTo(BigDecimal.valueOf(most)) > 0) {
                throw new IllegalArgumentException(name + " is from -" + most + " to " + most);
            }
            return given.setScale(PLACES, RoundingMode.HALF_UP);
        }
    }
}
