/** What browsers ask of telephony. */
@NullMarked
package org.hotline12345.telephony.http;

import org.jspecify.annotations.NullMarked;
