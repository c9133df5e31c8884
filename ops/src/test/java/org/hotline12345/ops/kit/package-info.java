/** Parts of the whole-system tests: people at browsers and telephones, and a complete hotline to try them on. */
package org.hotline12345.ops.kit;
