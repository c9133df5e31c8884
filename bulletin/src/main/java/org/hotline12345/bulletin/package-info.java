@NullMarked
package org.hotline12345.bulletin;

import org.jspecify.annotations.NullMarked;
