package org.hotline12345.telephony.cel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Rows as Asterisk writes them. */
final class Rows {
    static final Instant START = Instant.ofEpochSecond(1_795_580_976L, 67_058_000);

    private Rows() {}

    /** A row that tells its number: one microsecond apart, on a channel of its own. */
    static CelRow row(int number) {
        return new CelRow(
                "CHAN_START",
                START.plusNanos(number * 1_000L),
                "pbx1-1795580976." + number,
                "pbx1-1795580976." + number,
                "15400000001",
                "12345",
                "from-trunk",
                "PJSIP/trunk-" + number,
                "",
                "",
                "",
                "");
    }

    static List<CelRow> rows(int first, int count) {
        var rows = new ArrayList<CelRow>();
        for (int number = first; number < first + count; number++) {
            rows.add(row(number));
        }
        return rows;
    }

    static String text(CelRow row) {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, row.at());
        var time = "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000);
        var columns = List.of(
                row.type(),
                time,
                row.uniqueId(),
                row.linkedId(),
                row.caller(),
                row.exten(),
                row.context(),
                row.channel(),
                row.app(),
                row.appData(),
                row.peer(),
                row.extra());
        return String.join(
                        ",",
                        columns.stream()
                                .map(column -> '"' + column.replace("\"", "\"\"") + '"')
                                .toList())
                + "\n";
    }

    static byte[] bytes(List<CelRow> rows) {
        return String.join("", rows.stream().map(Rows::text).toList()).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
