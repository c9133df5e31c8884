package org.hotline12345.telephony;

import org.hotline12345.office.PersonId;

/** Who has a page open at this moment: telephony asks, for who has closed it sees no caller come. */
@FunctionalInterface
public interface OpenPages {
    /** Asked about once a second for each agent; must not wait. */
    boolean isOpen(PersonId person);
}
