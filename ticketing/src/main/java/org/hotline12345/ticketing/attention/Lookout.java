package org.hotline12345.ticketing.attention;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hotline12345.ticketing.AttentionProfile;

/** What is worth an alert. Knows no clock and no rows. */
final class Lookout {
    private static final String BETWEEN = "、";

    private final AttentionProfile profile;
    private final Supplier<UUID> ids;

    Lookout(AttentionProfile profile, Supplier<UUID> ids) {
        this.profile = profile;
        this.ids = ids;
    }

    /** The words of danger in a request. */
    Optional<Alert> danger(Read read, Instant now) {
        var text = read.matter().title() + '\n' + read.matter().content();
        var found = profile.dangerWords().stream().filter(text::contains).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Alert(
                ids.get(),
                read.hotline(),
                Alert.Kind.DANGER,
                read.number(),
                String.join(BETWEEN, found),
                List.of(read.number()),
                now,
                Optional.empty()));
    }

    /** @param there what is known at the place of the request, itself included, and was part of no cluster yet */
    Optional<Alert> cluster(Read read, List<Read> there, Instant now) {
        var since = read.registeredAt().minus(profile.clusterWithin());
        var together = there.stream()
                .filter(other -> other.registeredAt().isAfter(since)
                        && !other.registeredAt().isAfter(read.registeredAt()))
                .filter(other ->
                        other.number().equals(read.number()) || read.isOfTopicOf(other, profile.alikePercent()))
                .sorted(Comparator.comparing(Read::number))
                .toList();
        if (together.size() < profile.clusterTickets()) {
            return Optional.empty();
        }
        var topic = read.category().orElse(read.matter().title());
        return Optional.of(new Alert(
                ids.get(),
                read.hotline(),
                Alert.Kind.CLUSTER,
                read.number(),
                read.place() + " · " + topic + "：" + together.size() + " 件",
                together.stream().map(Read::number).toList(),
                now,
                Optional.empty()));
    }
}
