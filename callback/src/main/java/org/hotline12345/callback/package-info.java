@NullMarked
package org.hotline12345.callback;

import org.jspecify.annotations.NullMarked;
