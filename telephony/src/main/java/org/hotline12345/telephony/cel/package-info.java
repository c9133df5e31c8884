/** The wire to Asterisk's own record of what its channels did (CEL): its files, their rows, following them as they grow. */
@NullMarked
package org.hotline12345.telephony.cel;

import org.jspecify.annotations.NullMarked;
