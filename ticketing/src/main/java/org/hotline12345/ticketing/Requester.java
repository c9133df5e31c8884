package org.hotline12345.ticketing;

import java.util.Optional;

/** Who asks (诉求人): personal data, sealed in the rows and masked in pages; a requester may stay unnamed. */
public record Requester(Optional<String> name, Optional<String> phone) {
    public static final Requester UNKNOWN = new Requester(Optional.empty(), Optional.empty());

    /** Stands where something was that nobody can read any more. */
    static final String ERASED = "已抹除";

    private static final int MAX_NAME = 50;

    public Requester {
        name = name.filter(text -> !text.isBlank()).map(text -> Texts.line("requesterName", text, MAX_NAME));
        phone = phone.filter(text -> !text.isBlank());
    }

    /** As people see it who need not reach the citizen: 张*, 154****0001. */
    public Requester masked() {
        return new Requester(name.map(Requester::maskedName), phone.map(Requester::maskedPhone));
    }

    /** Without what nobody can read any more: for what would seal it anew, or reach the citizen. */
    Requester unlessErased() {
        return new Requester(name.filter(text -> !text.equals(ERASED)), phone.filter(text -> !text.equals(ERASED)));
    }

    /** Hidden also from logs that print it by mistake. */
    @Override
    public String toString() {
        return "Requester[" + name.map(Requester::maskedName).orElse("") + " "
                + phone.map(Requester::maskedPhone).orElse("") + "]";
    }

    private static String maskedName(String name) {
        if (name.equals(ERASED)) {
            return name;
        }
        var first = name.codePointAt(0);
        return Character.toString(first) + "*".repeat(Math.max(1, name.codePointCount(0, name.length()) - 1));
    }

    private static String maskedPhone(String phone) {
        if (phone.equals(ERASED)) {
            return phone;
        }
        if (phone.length() < 8) {
            return "*".repeat(phone.length());
        }
        return phone.substring(0, 3) + "*".repeat(phone.length() - 7) + phone.substring(phone.length() - 4);
    }
}
