package org.hotline12345.ops.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hotline12345.office.Refused;

/**
 * Reads CSV as RFC 4180 has it and nothing else: a quote stands at a cell's beginning and end, or doubled within. What
 * is ambiguous is refused with its line, as a wrong guess would move cells into other columns.
 */
final class CsvReader {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int END = -1;

    private final String name;
    private final Reader reader;
    private final Consumer<TableRow> rows;
    private final StringBuilder cell = new StringBuilder();
    private List<String> cells = new ArrayList<>();
    private int line = 1;
    private int rowLine = 1;
    private int next;

    private CsvReader(String name, Reader reader, Consumer<TableRow> rows) {
        this.name = name;
        this.reader = reader;
        this.rows = rows;
    }

    static void read(Path path, Consumer<TableRow> rows) throws IOException {
        try (var reader = open(path, charset(path))) {
            new CsvReader(path.toString(), reader, rows).run();
        }
    }

    /** The charset in which the whole file makes sense: text in GB18030 is almost never good UTF-8 by chance. */
    private static Charset charset(Path path) throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_8, GB18030)) {
            try (var reader = open(path, charset)) {
                reader.transferTo(Writer.nullWriter());
                return charset;
            } catch (CharacterCodingException e) {
                // The next one, then.
            }
        }
        throw Refused.invalid(path + " is text neither in UTF-8 nor in GB18030: save it as CSV in UTF-8, or as .xlsx");
    }

    private static BufferedReader open(Path path, Charset charset) throws IOException {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return new BufferedReader(new InputStreamReader(Files.newInputStream(path), decoder));
    }

    private void run() throws IOException {
        advance();
        if (next == BYTE_ORDER_MARK) {
            advance();
        }
        while (next != END) {
            rowLine = line;
            row();
            rows.accept(new TableRow(rowLine, cells));
            cells = new ArrayList<>();
        }
    }

    /** Leaves the first character after the row's end as the next one. */
    private void row() throws IOException {
        while (true) {
            cell.setLength(0);
            if (next == '"') {
                quoted();
            } else {
                plain();
            }
            if (cells.size() == TableFile.MOST_COLUMNS) {
                throw broken("has more than " + TableFile.MOST_COLUMNS + " columns");
            }
            cells.add(cell.toString());
            if (next != ',') {
                lineEnd();
                return;
            }
            advance();
        }
    }

    private void plain() throws IOException {
        while (next != ',' && next != '\n' && next != '\r' && next != END) {
            if (next == '"') {
                throw broken("has a quote within a cell: a cell with quotes stands in quotes, and they are doubled");
            }
            take();
        }
    }

    private void quoted() throws IOException {
        advance();
        while (true) {
            if (next == END) {
                throw broken("begins a cell with a quote that is never closed");
            }
            if (next == '"') {
                advance();
                if (next != '"') {
                    break;
                }
            }
            take();
        }
        if (next != ',' && next != '\n' && next != '\r' && next != END) {
            throw broken("has text after a closing quote: a quote within a cell is doubled");
        }
    }

    private void lineEnd() throws IOException {
        if (next == '\r') {
            advance();
            if (next != '\n') {
                line++;
                return;
            }
        }
        if (next == '\n') {
            advance();
            line++;
        }
    }

    private void take() throws IOException {
        if (cell.length() == TableFile.MOST_CELL_CHARACTERS) {
            throw broken("has a cell of more than " + TableFile.MOST_CELL_CHARACTERS + " characters");
        }
        if (next == '\n') {
            line++;
        }
        cell.append((char) next);
        advance();
    }

    private void advance() throws IOException {
        next = reader.read();
    }

    private Refused broken(String what) {
        return Refused.invalid(name + ": the row at line " + rowLine + " " + what);
    }
}
