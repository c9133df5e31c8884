@NullMarked
package org.hotline12345.telephony;

import org.jspecify.annotations.NullMarked;
