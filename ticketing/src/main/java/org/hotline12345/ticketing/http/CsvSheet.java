package org.hotline12345.ticketing.http;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hotline12345.ticketing.TicketExport;

/** Tickets as CSV: UTF-8 with the mark by which Excel and WPS know it, lines as RFC 4180 has them. */
final class CsvSheet {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private CsvSheet() {}

    static void write(TicketTable table, TicketExport export, OutputStream to) throws IOException {
        var out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        out.write(BYTE_ORDER_MARK);
        line(out, table.titles());
        export.forEachPage(page -> {
            try {
                for (var ticket : page) {
                    line(out, table.row(ticket));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        out.flush();
    }

    private static void line(Writer out, List<String> cells) throws IOException {
        var separator = "";
        for (var cell : cells) {
            out.write(separator);
            // The quote before it makes it text for whoever opens the file.
            var harmless = TicketTable.isLikeAFormula(cell) ? "'" + cell : cell;
            out.write('"');
            out.write(harmless.replace("\"", "\"\""));
            out.write('"');
            separator = ",";
        }
        out.write("\r\n");
    }
}
