@NullMarked
package org.hotline12345.office;

import org.jspecify.annotations.NullMarked;
