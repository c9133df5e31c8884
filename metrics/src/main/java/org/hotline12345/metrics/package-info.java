@NullMarked
package org.hotline12345.metrics;

import org.jspecify.annotations.NullMarked;
