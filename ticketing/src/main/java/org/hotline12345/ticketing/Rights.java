package org.hotline12345.ticketing;

import org.hotline12345.office.Right;

/** The rights of this module; which role holds which is data of the office. */
public final class Rights {
    /** All tickets of the hotline. */
    public static final Right SEE = new Right("ticketing.see");

    public static final Right REGISTER = new Right("ticketing.register");
    public static final Right DISPATCH = new Right("ticketing.dispatch");
    public static final Right REVIEW = new Right("ticketing.review");
    public static final Right CLOSE = new Right("ticketing.close");

    /** What a unit does with the tickets sent to it; granted for one unit. */
    public static final Right HANDLE = new Right("ticketing.handle");

    private Rights() {}
}
