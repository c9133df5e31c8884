package org.hotline12345.bulletin;

import java.math.BigInteger;
import java.util.List;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.TableRowAlign;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableCell.XWPFVertAlign;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STMerge;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTblLayoutType;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTblWidth;

/** A table as wide as the text, whose head is repeated on each page and whose rows are not torn. */
final class DocxTable {
    private final XWPFTable table;
    private final Block.Table content;
    private final int[] widths;

    private DocxTable(XWPFTable table, Block.Table content) {
        this.table = table;
        this.content = content;
        this.widths = widths(content.columns());
    }

    static void write(XWPFDocument document, Block.Table content) {
        new DocxTable(document.createTable(), content).write();
    }

    private void write() {
        table.setTableAlignment(TableRowAlign.CENTER);
        table.setCellMargins(20, 40, 20, 40);
        var properties = table.getCTTbl().getTblPr();
        properties.addNewTblLayout().setType(STTblLayoutType.FIXED);
        var width = properties.isSetTblW() ? properties.getTblW() : properties.addNewTblW();
        width.setType(STTblWidth.DXA);
        width.setW(BigInteger.valueOf(DocxLayout.TEXT_WIDTH));
        var grid = table.getCTTbl().addNewTblGrid();
        for (var column : widths) {
            grid.addNewGridCol().setW(BigInteger.valueOf(column));
        }
        table.removeRow(0);
        head();
        for (int i = 0; i < content.rows().size(); i++) {
            body(
                    content.rows().get(i),
                    content.totalRow() && i == content.rows().size() - 1);
        }
    }

    private void head() {
        var columns = content.columns();
        var first = row(true);
        var second = content.isGrouped() ? row(true) : null;
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            if (column.group().isEmpty()) {
                var cell = cell(first, widths[i], column.name(), false);
                if (second != null) {
                    cell.getCTTc().getTcPr().addNewVMerge().setVal(STMerge.RESTART);
                    cell(second, widths[i], "", false).getCTTc().getTcPr().addNewVMerge();
                }
            } else if (second != null) {
                if (i == 0 || !columns.get(i - 1).group().equals(column.group())) {
                    group(first, i);
                }
                cell(second, widths[i], column.name(), false);
            }
        }
    }

    private void group(XWPFTableRow row, int from) {
        var columns = content.columns();
        int width = 0;
        int span = 0;
        while (from + span < columns.size()
                && columns.get(from + span).group().equals(columns.get(from).group())) {
            width += widths[from + span];
            span++;
        }
        cell(row, width, columns.get(from).group(), false)
                .getCTTc()
                .getTcPr()
                .addNewGridSpan()
                .setVal(BigInteger.valueOf(span));
    }

    private void body(List<Piece> pieces, boolean total) {
        var row = row(false);
        for (int i = 0; i < pieces.size(); i++) {
            cell(row, widths[i], pieces.get(i).text(), total);
        }
    }

    private XWPFTableRow row(boolean head) {
        var row = table.createRow();
        // POI gives a new row as many cells as the first one has; ours are made one by one.
        while (!row.getTableCells().isEmpty()) {
            row.removeCell(0);
        }
        row.setRepeatHeader(head);
        row.setCantSplitRow(true);
        return row;
    }

    private static XWPFTableCell cell(XWPFTableRow row, int width, String text, boolean bold) {
        var cell = row.createCell();
        var properties = cell.getCTTc().addNewTcPr();
        var cellWidth = properties.addNewTcW();
        cellWidth.setType(STTblWidth.DXA);
        cellWidth.setW(BigInteger.valueOf(width));
        cell.setVerticalAlignment(XWPFVertAlign.CENTER);
        var paragraph = cell.getParagraphs().getFirst();
        paragraph.setStyle(DocxLayout.TABLE);
        paragraph.setAlignment(ParagraphAlignment.CENTER);
        var run = paragraph.createRun();
        run.setText(text);
        run.setBold(bold);
        return cell;
    }

    /** The columns' weights as widths that sum to the text's width exactly. */
    private static int[] widths(List<Block.Column> columns) {
        var weights = columns.stream().mapToInt(Block.Column::weight).sum();
        var widths = new int[columns.size()];
        int used = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = DocxLayout.TEXT_WIDTH * columns.get(i).weight() / weights;
            used += widths[i];
        }
        widths[0] += DocxLayout.TEXT_WIDTH - used;
        return widths;
    }
}
