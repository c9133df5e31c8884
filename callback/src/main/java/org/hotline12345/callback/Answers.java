package org.hotline12345.callback;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;

/** Reads a citizen's written answer. */
final class Answers {
    private Answers() {}

    /**
     * A rating only when the message is one of the digits and nothing else, in any width and with any blanks around it.
     * A guess at the meaning of words would make a citizen say what he did not say.
     */
    static Optional<Rating> read(String text, Map<Character, Rating> digits) {
        // NFKC turns full-width digits and the ideographic space into plain ones.
        var plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        return plain.length() == 1 ? Optional.ofNullable(digits.get(plain.charAt(0))) : Optional.empty();
    }
}
