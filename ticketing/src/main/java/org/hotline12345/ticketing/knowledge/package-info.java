/** The knowledge base (知识库): entries by units, reviewed, searched, and answered with. */
@NullMarked
package org.hotline12345.ticketing.knowledge;

import org.jspecify.annotations.NullMarked;
