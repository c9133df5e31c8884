package org.hotline12345.ops.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.hotline12345.office.Refused;

/**
 * A table in a file: .xlsx, or CSV in UTF-8 (with or without a byte order mark) or GB18030. Which of them it is, its content
 * says and not its name. Rows come one by one: memory does not grow with the file.
 */
public final class TableFile {
    /** A spreadsheet has no more. */
    public static final int MOST_ROWS = 1_048_576;

    public static final int MOST_COLUMNS = 200;
    /** As in a spreadsheet. */
    public static final int MOST_CELL_CHARACTERS = 32_767;

    private static final long MOST_BYTES = 1L << 30;
    private static final int MAGIC_BYTES = 4;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    private final Path path;

    private TableFile(Path path) {
        this.path = path;
    }

    /** @throws Refused (invalid) when it is no readable file, or too large to be a table */
    public static TableFile at(Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw Refused.invalid(path + " is no file that can be read");
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw Refused.invalid(path + " is larger than " + MOST_BYTES / (1 << 20) + " MB: divide it");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return new TableFile(path);
    }

    /**
     * Gives each row that is not blank, in order; of a workbook those of the first sheet.
     *
     * @throws Refused (invalid) when it is no table: no known form, broken, or beyond a limit
     */
    public void read(Consumer<TableRow> rows) {
        var counted = new Consumer<TableRow>() {
            private int count;

            @Override
            public void accept(TableRow row) {
                if (row.isBlank()) {
                    return;
                }
                if (++count > MOST_ROWS) {
                    throw Refused.invalid(path + " has more than " + MOST_ROWS + " rows: divide it");
                }
                rows.accept(row);
            }
        };
        try {
            var magic = magic();
            if (Arrays.equals(magic, ZIP)) {
                XlsxReader.read(path, counted);
            } else if (Arrays.equals(magic, OLE)) {
                throw Refused.invalid(path + " is a workbook of the old form (.xls): save it as .xlsx");
            } else if (magic.length >= 2 && (magic[0] & 0xFF) + (magic[1] & 0xFF) == 0xFF + 0xFE) {
                throw Refused.invalid(path + " is UTF-16 text: save it as .xlsx, or as CSV in UTF-8");
            } else {
                CsvReader.read(path, counted);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private byte[] magic() throws IOException {
        try (var stream = Files.newInputStream(path)) {
            return stream.readNBytes(MAGIC_BYTES);
        }
    }

    private static Refused unreadable(Path path, IOException e) {
        return Refused.invalid(path + " cannot be read: " + e.getMessage());
    }

    /** For what is written into a cell of a CSV file: quoted where it must be. */
    public static String csvCell(String text) {
        var needsQuotes = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needsQuotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
