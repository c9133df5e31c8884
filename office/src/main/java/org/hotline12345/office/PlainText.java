package org.hotline12345.office;

/** Text that somebody sent, of which a database can keep each character. */
public final class PlainText {
    private PlainText() {}

    /**
     * The text as it is.
     *
     * @param name what the sender calls the field
     * @throws Refused (invalid) for a NUL, which PostgreSQL keeps in no text, and for half a surrogate pair, which is no character
     */
    public static String of(String name, String text) {
        var isWhole = text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (!isWhole) {
            throw Refused.invalid("\"" + name + "\" holds a NUL or half a character");
        }
        return text;
    }
}
