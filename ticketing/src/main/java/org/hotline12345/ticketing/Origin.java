package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a ticket comes from that did not begin here.
 *
 * @param outsideNumber the number that it had in the system it was brought in from
 * @param importedAt when it was brought in; what happened before happened elsewhere
 * @param upstream the hotline above that sent it by a file
 */
public record Origin(Optional<String> outsideNumber, Optional<Instant> importedAt, Optional<Upstream> upstream) {
    /** A ticket that was written down here. */
    static final Origin HERE = new Origin(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * @param number that the hotline above knows it by
     * @param due by when it wants the reply
     * @param sentAt when it got the reply last
     * @param result what the citizen said there about the result (办理结果)
     * @param service and about the service (服务过程)
     */
    public record Upstream(
            String number,
            Optional<Instant> due,
            Optional<Instant> sentAt,
            Optional<UpstreamRating> result,
            Optional<UpstreamRating> service) {}

    /** The number that the ticket has where it comes from. */
    public Optional<String> number() {
        return upstream.map(Upstream::number).or(() -> outsideNumber);
    }
}
