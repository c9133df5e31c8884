@NullMarked
package org.hotline12345.bulletin.entered;

import org.jspecify.annotations.NullMarked;
