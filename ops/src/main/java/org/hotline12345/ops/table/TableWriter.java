package org.hotline12345.ops.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.hotline12345.office.Refused;

/** Writes a workbook of text, whole or not at all. */
public final class TableWriter {
    private static final int ROWS_IN_MEMORY = 100;

    private TableWriter() {}

    /** @throws Refused (conflict) when there is such a file, (invalid) when it cannot be written */
    public static void write(Path path, String sheetName, List<String> titles, List<List<String>> rows) {
        if (Files.exists(path)) {
            throw Refused.conflict(path + " is there already: name another file");
        }
        var unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
        try {
            try (var workbook = new SXSSFWorkbook(ROWS_IN_MEMORY);
                    var out = Files.newOutputStream(unfinished)) {
                // Text stays text also when somebody edits a cell that begins like a formula.
                var text = workbook.createCellStyle();
                text.setQuotePrefixed(true);
                var sheet = workbook.createSheet(sheetName);
                for (int line = 0; line <= rows.size(); line++) {
                    var row = sheet.createRow(line);
                    var cells = line == 0 ? titles : rows.get(line - 1);
                    for (int column = 0; column < cells.size(); column++) {
                        var cell = row.createCell(column);
                        cell.setCellValue(cells.get(column));
                        cell.setCellStyle(text);
                    }
                }
                workbook.write(out);
            }
            try (var written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Refused.invalid(path + " cannot be written: " + e);
        }
    }
}
