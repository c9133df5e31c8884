package org.hotline12345.ticketing;

import org.hotline12345.office.Settings;

/**
 * What a hotline asks of citizens who write themselves: section {@code ticketing.form} of the profile.
 *
 * @param open whether requests can be filed by the form
 * @param name whether the requester must give a name
 * @param phone whether the requester must give a telephone number
 * @param anonymous whether a request may be filed without a requester
 */
public record FormRules(boolean open, Ask name, Ask phone, boolean anonymous) {
    /** Whether something must be said. */
    public enum Ask {
        OPTIONAL,
        REQUIRED
    }

    static FormRules read(Settings section) {
        return new FormRules(
                section.flag("open", true),
                section.oneOf("name", Ask.OPTIONAL, Ask.class),
                section.oneOf("phone", Ask.REQUIRED, Ask.class),
                section.flag("anonymous", true));
    }
}
