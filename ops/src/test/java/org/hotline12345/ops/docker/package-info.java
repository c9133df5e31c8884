/** The images of {@code ops/docker}, tried on a real engine. */
package org.hotline12345.ops.docker;
