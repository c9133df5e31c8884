package org.hotline12345.ticketing;

import java.time.Instant;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Settings;

/**
 * What is asked of units for the knowledge base: section {@code ticketing.knowledge} of the profile.
 *
 * @param leastUploads entries that each unit uploads a month at least (in Pingdingshan one); 0 asks for none
 */
public record KnowledgeProfile(int leastUploads) {
    /** @param ticketing the profile's section {@code ticketing}; problems are noted in it and come out at its check */
    public static KnowledgeProfile read(Settings ticketing) {
        return new KnowledgeProfile(ticketing.section("knowledge").number("least-uploads", 1, 0, 1_000));
    }

    /** That of the profile in force; the defaults where the hotline has no profile yet. */
    public static KnowledgeProfile of(Office office, HotlineCode hotline, Instant at) {
        return read(office.profileOrDefaults(hotline, at).settings().section("ticketing"));
    }
}
