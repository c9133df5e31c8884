/** The programs that run beside the backend: a PostgreSQL and an Asterisk of its own, started, watched and stopped. */
@NullMarked
package org.hotline12345.ops.run;

import org.jspecify.annotations.NullMarked;
