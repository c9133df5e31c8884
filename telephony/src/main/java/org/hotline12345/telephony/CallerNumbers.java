package org.hotline12345.telephony;

import java.util.regex.Pattern;

/** Brings a number, as a network delivers it or people write it, into its one normal form. */
final class CallerNumbers {
    private static final Pattern SEPARATORS = Pattern.compile("[\\s()./-]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{3,20}");
    private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}");
    private static final Pattern MOBILE_WITH_ZERO = Pattern.compile("01[3-9][0-9]{9}");
    /** A number within the area: 7 or 8 digits, of which the first is neither 0 nor 1. */
    private static final Pattern LOCAL = Pattern.compile("[2-9][0-9]{6,7}");
    /** With its area code (2 or 3 digits without the 0) and without the 0. */
    private static final Pattern LANDLINE_WITHOUT_ZERO = Pattern.compile("[1-9][0-9]{8,10}");

    private static final Pattern COUNTRY_AND_MORE = Pattern.compile("86(1[3-9][0-9]{9}|[1-9][0-9]{8,10})");

    private CallerNumbers() {}

    /**
     * Anything that is no number (anonymous, restricted, a name, nothing) is withheld.
     *
     * @param areaCode of the hotline, with its 0
     */
    static Caller normalise(String delivered, String areaCode) {
        var text = SEPARATORS.matcher(delivered).replaceAll("");
        var international = text.startsWith("+");
        var digits = international ? text.substring(1) : text;
        if (!DIGITS.matcher(digits).matches()) {
            return new Caller.Withheld();
        }
        if (!international && digits.startsWith("00") && digits.length() > 8) {
            international = true;
            digits = digits.substring(2);
        }
        if (international && !digits.startsWith("86")) {
            return new Caller.Known("00" + digits, false);
        }
        if (international || COUNTRY_AND_MORE.matcher(digits).matches()) {
            return national(digits.substring(2));
        }
        if (LOCAL.matcher(digits).matches()) {
            return new Caller.Known(areaCode + digits, false);
        }
        return plain(digits);
    }

    private static Caller national(String digits) {
        if (!MOBILE.matcher(digits).matches()
                && LANDLINE_WITHOUT_ZERO.matcher(digits).matches()) {
            return new Caller.Known("0" + digits, false);
        }
        return digits.isEmpty() ? new Caller.Withheld() : plain(digits);
    }

    private static Caller plain(String digits) {
        if (MOBILE.matcher(digits).matches()) {
            return new Caller.Known(digits, true);
        }
        if (MOBILE_WITH_ZERO.matcher(digits).matches()) {
            return new Caller.Known(digits.substring(1), true);
        }
        return new Caller.Known(digits, false);
    }
}
