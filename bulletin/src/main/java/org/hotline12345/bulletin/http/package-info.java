@NullMarked
package org.hotline12345.bulletin.http;

import org.jspecify.annotations.NullMarked;
