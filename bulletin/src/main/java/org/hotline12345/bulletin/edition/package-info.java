@NullMarked
package org.hotline12345.bulletin.edition;

import org.jspecify.annotations.NullMarked;
