package org.hotline12345.ticketing.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.hotline12345.ticketing.Sheet;

/** A sheet as an office document on A4. */
final class SheetDocx {
    private static final String FONT = "FangSong";
    private static final int TITLE_POINTS = 22;
    private static final int TEXT_POINTS = 14;
    /** Twentieths of a point. */
    private static final BigInteger LABEL_WIDTH = BigInteger.valueOf(1_800);

    private static final BigInteger VALUE_WIDTH = BigInteger.valueOf(7_000);
    private static final int AFTER_TITLE = 400;
    private static final int BETWEEN = 200;

    private SheetDocx() {}

    static byte[] print(Sheet sheet) {
        try (var document = new XWPFDocument();
                var bytes = new ByteArrayOutputStream()) {
            var title = document.createParagraph();
            title.setAlignment(ParagraphAlignment.CENTER);
            title.setSpacingAfter(AFTER_TITLE);
            write(title, sheet.title(), TITLE_POINTS, true);
            facts(document, sheet);
            for (var text : sheet.text()) {
                var paragraph = document.createParagraph();
                paragraph.setSpacingBefore(BETWEEN);
                write(paragraph, text, TEXT_POINTS, false);
            }
            document.write(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void facts(XWPFDocument document, Sheet sheet) {
        if (sheet.facts().isEmpty()) {
            return;
        }
        var table = document.createTable(sheet.facts().size(), 2);
        for (int i = 0; i < sheet.facts().size(); i++) {
            var row = table.getRow(i);
            var fact = sheet.facts().get(i);
            row.getCell(0).setWidth(LABEL_WIDTH.toString());
            row.getCell(1).setWidth(VALUE_WIDTH.toString());
            write(row.getCell(0).getParagraphs().getFirst(), fact.label(), TEXT_POINTS, true);
            write(row.getCell(1).getParagraphs().getFirst(), fact.value(), TEXT_POINTS, false);
        }
    }

    /** Lines of a text stand below each other as they were written. */
    private static void write(XWPFParagraph paragraph, String text, int points, boolean bold) {
        var run = paragraph.createRun();
        run.setFontFamily(FONT);
        run.setFontSize(points);
        run.setBold(bold);
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                run.addBreak();
            }
            run.setText(lines.get(i));
        }
    }
}
