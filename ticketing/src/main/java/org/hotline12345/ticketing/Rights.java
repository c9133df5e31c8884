package org.hotline12345.ticketing;

import org.hotline12345.office.Right;

/** The rights of this module; which role holds which is data of the office. */
public final class Rights {
    /** All tickets of the hotline. */
    public static final Right SEE = new Right("ticketing.see");

    /** Write tickets down, and what their citizens add, ask again or take back. */
    public static final Right REGISTER = new Right("ticketing.register");

    /** Send tickets to units, take them back, merge them, and decide on returns. */
    public static final Right DISPATCH = new Right("ticketing.dispatch");

    /** Accept replies or send them back. */
    public static final Right REVIEW = new Right("ticketing.review");

    /** Close and archive. */
    public static final Right CLOSE = new Right("ticketing.close");

    /** What a unit does with the tickets sent to it; granted for one unit. */
    public static final Right HANDLE = new Right("ticketing.handle");

    public static final Right REOPEN = new Right("ticketing.reopen");

    /** Remind units (催办). */
    public static final Right REMIND = new Right("ticketing.remind");

    /** Decide what units apply for: extension, suspension, exclusion, appeals against cards. */
    public static final Right APPROVE = new Right("ticketing.approve");

    /** Order supervision (督办). */
    public static final Right SUPERVISE = new Right("ticketing.supervise");

    /** Note a leader's sign-off (签批). */
    public static final Right SIGN_OFF = new Right("ticketing.sign-off");

    /** Void a ticket that was written down by mistake (作废). */
    public static final Right VOID = new Right("ticketing.void");

    /** Go beyond the limits that a profile sets, and change what is closed. */
    public static final Right OVERRIDE = new Right("ticketing.override");

    /** Take names and numbers of requesters out in a file. */
    public static final Right EXPORT_PERSONAL = new Right("ticketing.export-personal");

    private Rights() {}
}
