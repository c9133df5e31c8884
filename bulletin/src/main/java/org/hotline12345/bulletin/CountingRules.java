package org.hotline12345.bulletin;

import org.hotline12345.office.ProfileVersion;

/**
 * By what rules the rows of a period are chosen and judged.
 *
 * @param profile whose text is kept with what was counted by it
 * @param basis which moment puts a ticket into the period
 * @param doneAt from which moment a ticket counts as done
 * @param shortMillis a wait up to this is short; -1: none is
 * @param limitMillis a wait up to this is within the limit
 */
public record CountingRules(
        ProfileVersion profile,
        Span span,
        BulletinProfile.Basis basis,
        BulletinProfile.ClosedAt doneAt,
        long shortMillis,
        long limitMillis) {
    private static final long NONE_IS_SHORT = -1;

    /** The rules of a profile for a period of that length. */
    public static CountingRules of(ProfileVersion version, Span span) {
        var profile = BulletinProfile.of(version);
        var shortest = profile.counting().shortAbandoned();
        return new CountingRules(
                version,
                span,
                profile.basis(),
                profile.closedAt(),
                shortest.isZero() ? NONE_IS_SHORT : shortest.toMillis(),
                profile.counting().answerLimit().toMillis());
    }
}
