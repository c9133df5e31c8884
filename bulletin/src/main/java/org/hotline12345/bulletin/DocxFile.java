package org.hotline12345.bulletin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ooxml.POIXMLProperties.CoreProperties;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;

/** Prints a bulletin as an office document, laid out after GB/T 9704. */
final class DocxFile {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Bulletin bulletin;
    private final XWPFDocument document;

    private DocxFile(Bulletin bulletin, XWPFDocument document) {
        this.bulletin = bulletin;
        this.document = document;
    }

    static byte[] print(Bulletin bulletin) {
        try (var document = new XWPFDocument()) {
            DocxLayout.apply(document);
            new DocxFile(bulletin, document).write();
            try (var bytes = new ByteArrayOutputStream()) {
                document.write(bytes);
                return withoutTimes(bytes.toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidFormatException e) {
            throw new IllegalStateException("a part of our own making must be right", e);
        }
    }

    private void write() throws IOException, InvalidFormatException {
        properties(document.getProperties().getCoreProperties());
        if (!bulletin.documentNumber().isEmpty()) {
            paragraph(DocxLayout.PLAIN, bulletin.documentNumber()).setAlignment(ParagraphAlignment.CENTER);
        }
        var title = paragraph(DocxLayout.TITLE, "").createRun();
        var lines = DocxLayout.titleLines(bulletin.titleParts());
        title.setText(lines.getFirst());
        for (var line : lines.subList(1, lines.size())) {
            title.addBreak();
            title.setText(line);
        }
        if (!bulletin.addressee().isEmpty()) {
            paragraph(DocxLayout.PLAIN, bulletin.addressee() + "：");
        }
        paragraph(DocxLayout.BODY, bulletin.opening());
        for (var section : bulletin.sections()) {
            paragraph(DocxLayout.HEADING_1, section.heading());
            blocks(section.blocks());
        }
        paragraph(DocxLayout.PLAIN, "");
        paragraph(DocxLayout.BODY, "附件：" + bulletin.attachment().heading());
        paragraph(DocxLayout.PLAIN, "");
        signature(bulletin.issuer(), 2);
        signature(bulletin.day(), 4);

        var mark = paragraph(DocxLayout.PLAIN, "附件");
        mark.setPageBreak(true);
        mark.getRuns().getFirst().setFontFamily("黑体", XWPFRun.FontCharRange.eastAsia);
        paragraph(DocxLayout.TITLE, bulletin.attachment().heading());
        blocks(bulletin.attachment().blocks());
        var notes = paragraph(DocxLayout.TABLE, bulletin.notes());
        notes.setAlignment(ParagraphAlignment.BOTH);
        notes.setSpacingBefore(120);
    }

    private void blocks(List<Block> blocks) throws IOException, InvalidFormatException {
        for (var block : blocks) {
            switch (block) {
                case Block.Heading(var text) -> paragraph(DocxLayout.HEADING_2, text);
                case Block.Paragraph paragraph -> paragraph(DocxLayout.BODY, paragraph.text());
                case Block.Table table -> {
                    paragraph(DocxLayout.CAPTION, table.caption());
                    DocxTable.write(document, table);
                }
                case Block.Chart chart -> {
                    paragraph(DocxLayout.CAPTION, chart.caption());
                    properties(DocxChart.write(document, chart));
                }
            }
        }
    }

    private XWPFParagraph paragraph(String style, String text) {
        var paragraph = document.createParagraph();
        paragraph.setStyle(style);
        if (!text.isEmpty()) {
            paragraph.createRun().setText(text);
        }
        return paragraph;
    }

    /** Right, with so many empty characters behind it. */
    private void signature(String text, int charactersBehind) {
        var paragraph = paragraph(DocxLayout.PLAIN, text);
        paragraph.setAlignment(ParagraphAlignment.RIGHT);
        var properties = paragraph.getCTP().getPPr();
        var indent = properties.isSetInd() ? properties.getInd() : properties.addNewInd();
        indent.setRightChars(BigInteger.valueOf(charactersBehind * 100L));
        indent.setRight(BigInteger.valueOf(charactersBehind * 320L));
    }

    private void properties(CoreProperties properties) {
        properties.setTitle(bulletin.title());
        properties.setCreator(bulletin.issuer());
        properties.setCreated(Optional.of(Date.from(bulletin.madeAt())));
        properties.setModified(Optional.of(Date.from(bulletin.madeAt())));
    }

    /** The same parts without the time of packing, in the chart's workbook too: the same bulletin, the same bytes. */
    private static byte[] withoutTimes(byte[] zip) throws IOException {
        var bytes = new ByteArrayOutputStream(zip.length);
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip));
                var out = new ZipOutputStream(bytes)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var content = in.readAllBytes();
                var copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(NO_TIME);
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".xlsx") ? withoutTimes(content) : content);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
