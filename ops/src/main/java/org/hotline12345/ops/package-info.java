@NullMarked
package org.hotline12345.ops;

import org.jspecify.annotations.NullMarked;
