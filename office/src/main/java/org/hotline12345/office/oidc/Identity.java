package org.hotline12345.office.oidc;

/**
 * Who somebody is to the provider.
 *
 * @param value of the configured claim
 * @param idToken the provider's statement, which it takes back at the sign-out
 */
public record Identity(String value, String idToken) {
    @Override
    public String toString() {
        return "Identity[…]";
    }
}
