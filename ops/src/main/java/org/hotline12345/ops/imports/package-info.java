/** Bringing in what an office has elsewhere: each kind of file is its columns and where its rows go. */
@NullMarked
package org.hotline12345.ops.imports;

import org.jspecify.annotations.NullMarked;
