package org.hotline12345.telephony;

import org.hotline12345.office.Refused;
import org.hotline12345.telephony.ami.AmiLink;

/** The way to the Asterisk of each seat, for seats whose Asterisk this process hears. */
interface SeatNodes {
    /** @throws Refused when the seat is at none, or another process hears it */
    AmiLink link(Seat seat);

    /**
     * What is written of the seat is written under this.
     *
     * @throws Refused when the seat is at none, or another process hears it
     */
    Fence fence(Seat seat);

    /** Whether this process hears the seat's Asterisk. */
    boolean isOurs(Seat seat);

    /** Whether this process hears all, so that nobody can sit at a seat unknown to it. */
    boolean areAllOurs();

    /** Which seat is at which. */
    SeatPlan plan();
}
