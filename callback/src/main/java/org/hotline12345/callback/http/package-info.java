@NullMarked
package org.hotline12345.callback.http;

import org.jspecify.annotations.NullMarked;
