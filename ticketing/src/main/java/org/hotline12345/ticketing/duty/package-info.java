/** The duty roster (值班表): who answers for a unit or the office now, and what climbs when nobody does. */
@NullMarked
package org.hotline12345.ticketing.duty;

import org.jspecify.annotations.NullMarked;
