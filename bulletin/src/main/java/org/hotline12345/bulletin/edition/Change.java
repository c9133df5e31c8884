package org.hotline12345.bulletin.edition;

import java.util.Optional;

/**
 * What a correction says anew.
 *
 * @param before as the version before printed it; empty where that had no such figure
 * @param now as this version prints it; empty where it has none any more
 */
public record Change(String figure, String name, Optional<String> before, Optional<String> now) {}
