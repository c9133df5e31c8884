package org.hotline12345.office;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * That a citizen's key is destroyed, and what still stands in rows is taken away.
 *
 * @param place of the key in its file
 * @param citizen under which the citizen's rows are found
 * @param ticket of a request whose citizen has no number; its rows are found by it
 */
public record Erasure(
        UUID id, HotlineCode hotline, int place, BlindIndex citizen, Optional<String> ticket, Instant begunAt) {}
