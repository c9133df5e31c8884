package org.hotline12345.bulletin.edition;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

/** Figures and what stands behind them as sheets; a sheet that is full goes on in the next one. */
final class TraceWorkbook implements AutoCloseable {
    /** Excel takes 1,048,576 rows. */
    static final int MOST_ROWS = 1_000_000;

    private static final int ROWS_IN_MEMORY = 500;
    private static final int MOST_CHARACTERS = 32_000;

    private final SXSSFWorkbook workbook = new SXSSFWorkbook(ROWS_IN_MEMORY);
    private final int mostRows;

    TraceWorkbook(int mostRows) {
        this.mostRows = mostRows;
    }

    /** A list that may need more than one sheet. */
    final class Pages {
        private final String name;
        private final List<String> titles;
        private int sheets;
        private int rows;
        private Sheet sheet;

        private Pages(String name, List<String> titles) {
            this.name = name;
            this.titles = titles;
            this.sheet = next();
        }

        void add(List<String> cells) {
            if (rows == mostRows) {
                sheet = next();
            }
            write(cells);
        }

        private Sheet next() {
            sheets++;
            rows = 0;
            sheet = workbook.createSheet(sheets == 1 ? name : name + "-" + sheets);
            sheet.createFreezePane(0, 1);
            write(titles);
            return sheet;
        }

        private void write(List<String> cells) {
            var row = sheet.createRow(rows);
            rows++;
            for (int i = 0; i < cells.size(); i++) {
                var text = cells.get(i);
                row.createCell(i).setCellValue(text.substring(0, Math.min(text.length(), MOST_CHARACTERS)));
            }
        }
    }

    Pages pages(String name, List<String> titles) {
        return new Pages(name, titles);
    }

    void write(OutputStream to) {
        try {
            workbook.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            workbook.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
