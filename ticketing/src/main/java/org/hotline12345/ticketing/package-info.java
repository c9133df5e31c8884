@NullMarked
package org.hotline12345.ticketing;

import org.jspecify.annotations.NullMarked;
