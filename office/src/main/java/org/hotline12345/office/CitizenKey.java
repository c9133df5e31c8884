package org.hotline12345.office;

import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one citizen at one hotline, or of one request whose citizen has no number: it seals what he says of himself, and is
 * destroyed when he is erased.
 */
public final class CitizenKey {
    private final Seal seal;
    private final int place;
    private final SecretKeySpec cipherKey;
    private final BlindIndex index;

    CitizenKey(Seal seal, int place, SecretKeySpec cipherKey, BlindIndex index) {
        this.seal = seal;
        this.place = place;
        this.cipherKey = cipherKey;
        this.index = index;
    }

    public Sealed seal(String text) {
        return seal.seal(text, place, cipherKey);
    }

    /** Under which the citizen's rows are found; without the key nobody can say whose it is. */
    public BlindIndex index() {
        return index;
    }

    /** Where its secret part is kept. */
    int place() {
        return place;
    }
}
