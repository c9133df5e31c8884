/** The wire to a provider of identities (OpenID Connect): authorization code flow with PKCE. */
@NullMarked
package org.hotline12345.office.oidc;

import org.jspecify.annotations.NullMarked;
