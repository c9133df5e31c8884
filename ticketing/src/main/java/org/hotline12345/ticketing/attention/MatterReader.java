package org.hotline12345.ticketing.attention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.ticketing.AttentionProfile;
import org.hotline12345.ticketing.catalogue.Catalogue;
import org.hotline12345.ticketing.catalogue.CatalogueDesk;

/**
 * Reads the texts of requests soon after they were registered, by following the log: keeps their digests, by which repeats and
 * past dispatches are found, and raises alerts. Nobody waits for it: a ticket is registered whether it reads or not. What was
 * read twice changes nothing, so a reading that broke off is made again.
 */
public final class MatterReader {
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 40;
    /** Compared word by word; a place with more that are no cluster is no street. */
    private static final int COMPARED_AT_A_PLACE = 50;

    /** What is older is read for its digest alone: an alert about it would be no news. */
    private static final Duration FRESH = Duration.ofHours(24);

    private record Rules(AttentionProfile profile, Optional<Catalogue> catalogue) {}

    private final PgMatters rows;
    private final PgAlerts alerts;
    private final CatalogueDesk catalogues;
    private final Office office;
    private final Clock clock;
    private final Consumer<Alert> raised;

    /** @param raised is told of each alert after it is stored */
    public MatterReader(
            PgMatters rows,
            PgAlerts alerts,
            CatalogueDesk catalogues,
            Office office,
            Clock clock,
            Consumer<Alert> raised) {
        this.rows = rows;
        this.alerts = alerts;
        this.catalogues = catalogues;
        this.office = office;
        this.clock = clock;
        this.raised = raised;
    }

    /** Reads what was registered since the last time; the rest of very much is read the next time. */
    public void read() {
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            var read = readBatch();
            if (read < BATCH) {
                return;
            }
        }
    }

    private int readBatch() {
        var batch = rows.next(BATCH);
        if (batch.count() == 0) {
            return 0;
        }
        var rules = new HashMap<HotlineCode, Rules>();
        var read = batch.matters().stream().map(one -> classified(one, rules)).toList();
        rows.keep(read);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var fresh = read.stream()
                .filter(one -> one.registeredAt().isAfter(now.minus(FRESH)))
                .toList();
        fresh.forEach(one -> look(one, rules(one.hotline(), rules).profile(), now));
        rows.advance(batch);
        return batch.count();
    }

    private Read classified(Read one, Map<HotlineCode, Rules> rules) {
        return new Read(
                one.hotline(),
                one.number(),
                one.registeredAt(),
                one.matter(),
                rules(one.hotline(), rules).catalogue().flatMap(catalogue -> catalogue.categoryOf(one.matter())));
    }

    private void look(Read one, AttentionProfile profile, Instant now) {
        var lookout = new Lookout(profile, UUID::randomUUID);
        lookout.danger(one, now).ifPresent(this::raise);
        if (one.place().isEmpty()) {
            return;
        }
        var since = one.registeredAt().minus(profile.clusterWithin());
        var there =
                rows.at(one.hotline(), one.place(), since, Math.max(COMPARED_AT_A_PLACE, 2 * profile.clusterTickets()));
        // What is part of a cluster already begins no other one.
        if (there.stream().anyMatch(other -> other.number().equals(one.number()))) {
            lookout.cluster(one, there, now).ifPresent(this::raise);
        }
    }

    private void raise(Alert alert) {
        if (alerts.raise(alert)) {
            raised.accept(alert);
        }
    }

    private Rules rules(HotlineCode hotline, Map<HotlineCode, Rules> known) {
        return known.computeIfAbsent(
                hotline,
                code -> new Rules(AttentionProfile.of(office, code, clock.instant()), catalogues.inForce(code)));
    }
}
