package org.hotline12345.ticketing;

import java.time.Duration;

/** How long a unit has for a reply, before anything is added to it. */
public sealed interface Allowance {
    /** Whole working days after the day of dispatch. */
    record WorkingDays(int days) implements Allowance {}

    /** Hours by the clock, days off and nights included: for what cannot wait. */
    record Hours(Duration time) implements Allowance {}
}
