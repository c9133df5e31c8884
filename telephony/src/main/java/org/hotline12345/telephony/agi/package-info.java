/** The wire on which Asterisk asks us what to say: FastAGI. */
@NullMarked
package org.hotline12345.telephony.agi;

import org.jspecify.annotations.NullMarked;
