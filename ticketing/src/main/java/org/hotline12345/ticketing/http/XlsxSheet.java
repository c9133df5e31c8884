package org.hotline12345.ticketing.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.hotline12345.ticketing.TicketExport;

/** Tickets as a workbook. Its rows lie in a file of their own until the whole is sent; memory holds the last hundred. */
final class XlsxSheet {
    private static final int ROWS_IN_MEMORY = 100;
    private static final int WIDTH_CHARACTERS = 18;

    private XlsxSheet() {}

    static void write(TicketTable table, TicketExport export, OutputStream to) throws IOException {
        try (var workbook = new SXSSFWorkbook(ROWS_IN_MEMORY)) {
            workbook.setCompressTempFiles(true);
            // Every cell is text. This one would be a formula if somebody typed it: it stays text when it is edited.
            var text = workbook.createCellStyle();
            text.setQuotePrefixed(true);
            var sheet = workbook.createSheet("工单");
            sheet.createFreezePane(0, 1);
            sheet.setDefaultColumnWidth(WIDTH_CHARACTERS);
            row(sheet, table.titles(), text);
            export.forEachPage(page -> page.forEach(ticket -> row(sheet, table.row(ticket), text)));
            workbook.write(to);
        }
    }

    private static void row(SXSSFSheet sheet, List<String> cells, CellStyle text) {
        var row = sheet.createRow(sheet.getLastRowNum() + 1);
        for (int column = 0; column < cells.size(); column++) {
            if (!cells.get(column).isEmpty()) {
                var cell = row.createCell(column);
                cell.setCellValue(cells.get(column));
                if (TicketTable.isLikeAFormula(cells.get(column))) {
                    cell.setCellStyle(text);
                }
            }
        }
    }
}
