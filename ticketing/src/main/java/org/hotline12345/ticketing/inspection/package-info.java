/** Quality inspection (质检): replies and recorded talks drawn by lot, scored, objected to and decided. */
@NullMarked
package org.hotline12345.ticketing.inspection;

import org.jspecify.annotations.NullMarked;
