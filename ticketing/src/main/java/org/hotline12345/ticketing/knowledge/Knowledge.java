package org.hotline12345.ticketing.knowledge;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/**
 * An entry of the knowledge base (知识点) or a typical case (典型案例), with all its versions.
 *
 * @param unit whose it is
 * @param versions newest first, never empty
 * @param answeredWith how many direct answers were given with it
 */
public record Knowledge(
        UUID id,
        HotlineCode hotline,
        UnitCode unit,
        Kind kind,
        List<Version> versions,
        boolean retired,
        long answeredWith) {
    /** The stable word in rows and pages. */
    public enum Kind {
        /** 知识点 */
        ENTRY,
        /** 典型案例 */
        CASE
    }

    public record Version(int version, Draft draft, Instant writtenAt, PersonId writtenBy, Review review) {}

    public Knowledge {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("knowledge " + id + " has no version");
        }
    }

    /** What may be told to citizens on that day: the newest approved version, unless it is over or the entry is retired. */
    public Optional<Version> inForce(LocalDate day) {
        return approved().filter(version -> !retired && version.draft().isValidOn(day));
    }

    /** The newest approved version, be it over or not. */
    public Optional<Version> approved() {
        return versions.stream()
                .filter(version -> version.review() instanceof Review.Approved)
                .findFirst();
    }

    public Version newest() {
        return versions.getFirst();
    }
}
