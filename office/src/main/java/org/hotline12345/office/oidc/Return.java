package org.hotline12345.office.oidc;

import java.util.Optional;

/** With what somebody came back from the provider (RFC 6749, 4.1.2; RFC 9207). */
public record Return(Optional<String> state, Optional<String> code, Optional<String> issuer, Optional<String> error) {}
