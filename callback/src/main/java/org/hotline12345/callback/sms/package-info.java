@NullMarked
package org.hotline12345.callback.sms;

import org.jspecify.annotations.NullMarked;
