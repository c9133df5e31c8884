package org.hotline12345.ticketing;

import java.util.Optional;

/** Who asks (诉求人): personal data, sealed in the rows and masked in pages; a requester may stay unnamed. */
public record Requester(Optional<String> name, Optional<String> phone) {
    public static final Requester UNKNOWN = new Requester(Optional.empty(), Optional.empty());

    private static final int MAX_NAME = 50;

    public Requester {
        name = name.filter(text -> !text.isBlank()).map(text -> Texts.line("requesterName", text, MAX_NAME));
        phone = phone.filter(text -> !text.isBlank());
    }

    /** As people see it who need not reach the citizen: 张*, 154****0001. */
    public Requester masked() {
        return new Requester(name.map(Requester::maskedName), phone.map(Requester::maskedPhone));
    }

    /** Hidden also from logs that print it by mistake. */
    @Override
    public String toString() {
        return "Requester[" + name.map(Requester::maskedName).orElse("") + " "
                + phone.map(Requester::maskedPhone).orElse("") + "]";
    }

    private static String maskedName(String name) {
        var first = name.codePointAt(0);
        return Character.toString(first) + "*".repeat(Math.max(1, name.codePointCount(0, name.length()) - 1));
    }

    private static String maskedPhone(String phone) {
        if (phone.length() < 8) {
            return "*".repeat(phone.length());
        }
        return phone.substring(0, 3) + "*".repeat(phone.length() - 7) + phone.substring(phone.length() - 4);
    }
}
