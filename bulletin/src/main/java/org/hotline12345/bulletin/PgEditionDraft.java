package org.hotline12345.bulletin;

import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Instant;
import org.hotline12345.bulletin.edition.PgDrafting;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;

/** Counts and writes an edition as any bulletin is, but in the look in which its facts are copied. */
record PgEditionDraft(Office office, Clock clock) implements PgDrafting {
    @Override
    public CountingRules rules(HotlineCode code, Period period) {
        var hotline = office.hotline(code);
        var version = office.profileFor(code, period.month());
        var span = period.span(BulletinProfile.of(version).firstDay(), hotline.zone());
        if (!span.from().isBefore(clock.instant())) {
            throw Refused.invalid("the period " + period + " has not begun yet");
        }
        return CountingRules.of(version, span);
    }

    @Override
    public Bulletin draft(SqlConnection look, HotlineCode code, Period period, CountingRules rules, Instant cutOff) {
        var profile = BulletinProfile.of(rules.profile());
        var counts = PgCounts.count(look, code, rules.span(), cutOff, profile);
        return Draft.write(
                office.hotline(code), period, profile, rules.profile().version(), cutOff, counts);
    }
}
