/** Which texts are about the same: words, sketches of texts, and repeats of one request. */
@NullMarked
package org.hotline12345.ticketing.likeness;

import org.jspecify.annotations.NullMarked;
