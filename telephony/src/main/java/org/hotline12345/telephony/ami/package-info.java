/** The wire to Asterisk's manager interface: bytes to messages, log-in, questions and answers, staying connected. */
@NullMarked
package org.hotline12345.telephony.ami;

import org.jspecify.annotations.NullMarked;
