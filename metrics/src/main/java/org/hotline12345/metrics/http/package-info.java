@NullMarked
package org.hotline12345.metrics.http;

import org.jspecify.annotations.NullMarked;
