/** A call, from ring to hang-up: Asterisk's manager stream and FastAGI, queues, agents, recordings. */
@NullMarked
package org.hotline12345.telephony;

import org.jspecify.annotations.NullMarked;
