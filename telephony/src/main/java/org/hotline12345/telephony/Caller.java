package org.hotline12345.telephony;

import java.util.regex.Pattern;

/** Who calls, as far as the number tells. */
public sealed interface Caller {
    /**
     * Who a number means, as a network delivers it or people write it.
     *
     * @param areaCode of the hotline, with its 0
     */
    static Caller of(String number, String areaCode) {
        return CallerNumbers.normalise(number, areaCode);
    }

    /** What may be shown to people who need not call back. */
    String masked();

    /**
     * A number in its one normal form. Its text form is masked, so that it cannot slip into a log.
     *
     * @param number a mobile of 11 digits, a landline with the 0 of its area code, or digits of any other kind
     */
    record Known(String number, boolean mobile) implements Caller {
        private static final Pattern SHAPE = Pattern.compile("[0-9]{1,24}");
        private static final int SHOWN_HEAD = 3;
        private static final int SHOWN_TAIL = 4;

        public Known {
            if (!SHAPE.matcher(number).matches()) {
                throw new IllegalArgumentException("a normalised number has 1 to 24 digits and nothing else");
            }
        }

        @Override
        public String masked() {
            if (number.length() < SHOWN_HEAD + SHOWN_TAIL + 2) {
                return "****";
            }
            return number.substring(0, SHOWN_HEAD) + "****" + number.substring(number.length() - SHOWN_TAIL);
        }

        @Override
        public String toString() {
            return masked();
        }
    }

    /**
     * The caller's network gave no number, or the caller withholds it.
     *
     * @param erased whether there was a number that nobody can read any more
     */
    record Withheld(boolean erased) implements Caller {
        public Withheld() {
            this(false);
        }

        @Override
        public String masked() {
            return erased ? "已抹除" : "未显示号码";
        }
    }
}
