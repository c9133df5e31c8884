/**
 * Were all calls counted once? A run of many real calls with cuts and deaths in it, and the witnesses whose accounts the
 * call table must equal: the telephones themselves, Asterisk's record, and its queue_log, which the hotline does not read.
 */
package org.hotline12345.ops.witness;
