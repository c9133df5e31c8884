package org.hotline12345.office;

import java.time.Instant;

/**
 * A sign-in that is open, as its person may see it.
 *
 * @param id names it among the person's own; nobody can be signed in by it
 * @param usedAt to the minute
 * @param endsAt at the latest
 * @param client what the browser called itself
 * @param atProvider whether it was made at the provider of identities
 * @param own whether it is the one by which the person is looking
 */
public record OpenSession(
        String id, Instant begunAt, Instant usedAt, Instant endsAt, String client, boolean atProvider, boolean own) {}
