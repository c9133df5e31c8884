/** Words of danger and clusters of tickets: what a shift leader must see at once. */
@NullMarked
package org.hotline12345.ticketing.attention;

import org.jspecify.annotations.NullMarked;
