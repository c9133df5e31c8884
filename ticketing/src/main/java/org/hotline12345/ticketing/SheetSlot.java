package org.hotline12345.ticketing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a sheet's text can hold, written {@code {number}} and so on. */
enum SheetSlot {
    HOTLINE,
    NUMBER,
    TITLE,
    NATURE,
    AREA,
    REGISTERED,
    UNIT,
    SENT,
    DUE,
    TODAY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SheetSlot> of(String word) {
        return Stream.of(values()).filter(slot -> slot.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Stream.of(values()).map(SheetSlot::word).toList();
    }
}
