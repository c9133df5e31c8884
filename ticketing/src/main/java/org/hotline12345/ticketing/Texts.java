package org.hotline12345.ticketing;

/** What people may write into a ticket. */
final class Texts {
    static final int MAX_PROSE = 5_000;

    private Texts() {}

    /** One line, without blanks at its ends. */
    static String line(String name, String text, int max) {
        var stripped = checked(name, text, max);
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " is one line of text");
        }
        return stripped;
    }

    /** Text of several lines. */
    static String prose(String name, String text) {
        var stripped = checked(name, text, MAX_PROSE);
        if (stripped.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            throw new IllegalArgumentException(name + " holds a control character");
        }
        return stripped;
    }

    private static String checked(String name, String text, int max) {
        var stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > max) {
            throw new IllegalArgumentException(name + " has 1 to " + max + " characters");
        }
        return stripped;
    }
}
