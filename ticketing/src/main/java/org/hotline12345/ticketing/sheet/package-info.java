/** A ticket on paper: sheets that go to units and leaders, in the office's words. */
@NullMarked
package org.hotline12345.ticketing.sheet;

import org.jspecify.annotations.NullMarked;
