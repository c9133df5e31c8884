/** The dispatch catalogue (派单目录) and what it suggests to a dispatcher. */
@NullMarked
package org.hotline12345.ticketing.catalogue;

import org.jspecify.annotations.NullMarked;
