@NullMarked
package org.hotline12345.office.http;

import org.jspecify.annotations.NullMarked;
