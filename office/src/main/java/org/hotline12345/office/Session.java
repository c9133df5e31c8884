package org.hotline12345.office;

import java.time.Instant;

/**
 * A fresh sign-in.
 *
 * @param token what the browser keeps; the database holds only its hash
 * @param mustChangePassword whether the password was given by somebody else and must be changed first
 */
public record Session(String token, SignedIn visitor, boolean mustChangePassword, Instant endsAt) {}
