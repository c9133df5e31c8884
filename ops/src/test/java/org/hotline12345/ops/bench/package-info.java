/** What the system promises, measured: {@code ops/bench NAME}. */
package org.hotline12345.ops.bench;
