/** Tables that people made elsewhere: .xlsx and CSV, read row by row however large they are. */
@NullMarked
package org.hotline12345.ops.table;

import org.jspecify.annotations.NullMarked;
