package org.hotline12345.ticketing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A ticket of the hotline above (市转县) as its platform's file has it.
 *
 * @param number the upstream's own
 * @param requester with the number as the file has it
 * @param due by when the upstream wants the reply
 * @param result how satisfied the citizen is with the result; each question is asked by itself, or not
 * @param service how satisfied with the service
 */
public record UpstreamTicket(
        String number,
        Matter matter,
        Requester requester,
        Optional<Instant> due,
        Optional<UpstreamRating> result,
        Optional<UpstreamRating> service) {
    public UpstreamTicket {
        number = Texts.line("upstream number", number, HistoricTicket.MAX_OUTSIDE_NUMBER);
    }

    /** The same for the same words: whether the upstream says something else now. */
    String said() {
        var parts = List.of(
                matter.nature().name(),
                matter.title(),
                matter.content(),
                matter.area().orElse(""),
                Boolean.toString(matter.urgent()));
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }
}
