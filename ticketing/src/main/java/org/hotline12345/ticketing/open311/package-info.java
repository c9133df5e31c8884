/** Open311 GeoReport v2, so that existing 311 clients can file requests and see how far they are. */
@org.jspecify.annotations.NullMarked
package org.hotline12345.ticketing.open311;
