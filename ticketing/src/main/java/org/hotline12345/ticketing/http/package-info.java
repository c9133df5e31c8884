/** Tickets over HTTP. */
@NullMarked
package org.hotline12345.ticketing.http;

import org.jspecify.annotations.NullMarked;
