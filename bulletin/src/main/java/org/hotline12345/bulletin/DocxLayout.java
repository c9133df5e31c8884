package org.hotline12345.bulletin;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.PackagingURIHelper;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTFonts;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STJc;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STLineSpacingRule;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STStyleType;

/** Page, fonts and styles after GB/T 9704: 22 lines of 28 characters, 仿宋 of size 三号 on A4. */
final class DocxLayout {
    /** Width between the margins, in twentieths of a point: 210 mm less 28 and 26. */
    static final int TEXT_WIDTH = mm(156);

    static final String TITLE = "Title";
    static final String HEADING_1 = "Heading1";
    static final String HEADING_2 = "Heading2";
    static final String BODY = "Normal";
    static final String PLAIN = "Plain";
    static final String TABLE = "TableText";
    static final String CAPTION = "Caption";

    private static final String LATIN = "Times New Roman";
    private static final int LINE = 579; // 28.95 pt, so that 22 lines fill 225 mm
    private static final int TITLE_LINE = 700;
    private static final int TITLE_HALVES = 38; // 19 characters of 22 pt fit 156 mm
    private static final int SIZE_2 = 44; // 二号, in half points
    private static final int SIZE_3 = 32; // 三号
    private static final int SIZE_4 = 28; // 四号
    private static final int SIZE_TABLE = 18; // 小五

    /** A font that the standard names, and what stands in for it where a machine lacks it. */
    private record Font(String name, String otherwise) {}

    private static final Font TITLE_FONT = new Font("方正小标宋简体", "方正小标宋_GBK,Noto Serif CJK SC,SimSun");
    private static final Font BODY_FONT = new Font("仿宋", "仿宋_GB2312,FangSong,Noto Serif CJK SC");
    private static final Font HEADING_1_FONT = new Font("黑体", "SimHei,Noto Sans CJK SC");
    private static final Font HEADING_2_FONT = new Font("楷体", "楷体_GB2312,KaiTi,Noto Serif CJK SC");
    private static final Font PAGE_FONT = new Font("宋体", "SimSun,Noto Serif CJK SC");

    private DocxLayout() {}

    static int mm(int millimetres) {
        return Math.round(millimetres * 1440 / 25.4f);
    }

    /** One line if it fits, else two of about the same length, broken between parts and never inside a word. */
    static List<String> titleLines(List<String> parts) {
        var whole = String.join("", parts);
        if (parts.size() < 2 || halves(whole) <= TITLE_HALVES) {
            return List.of(whole);
        }
        var best = List.of(whole);
        int least = Integer.MAX_VALUE;
        for (int i = 1; i < parts.size(); i++) {
            var first = String.join("", parts.subList(0, i));
            var second = String.join("", parts.subList(i, parts.size()));
            var difference = Math.abs(halves(first) - halves(second));
            if (difference < least) {
                least = difference;
                best = List.of(first, second);
            }
        }
        return best;
    }

    /** Width in half characters: a Latin letter or digit is half as wide as a Chinese character. */
    private static int halves(String text) {
        return text.chars().map(c -> c < 0x80 ? 1 : 2).sum();
    }

    static void apply(XWPFDocument document) throws IOException, InvalidFormatException {
        page(document);
        styles(document);
        fontTable(document);
        footer(document, HeaderFooterType.DEFAULT, ParagraphAlignment.RIGHT);
        footer(document, HeaderFooterType.EVEN, ParagraphAlignment.LEFT);
        document.setEvenAndOddHeadings(true);
    }

    private static void page(XWPFDocument document) {
        var section = document.getDocument().getBody().addNewSectPr();
        var size = section.addNewPgSz();
        size.setW(BigInteger.valueOf(mm(210)));
        size.setH(BigInteger.valueOf(mm(297)));
        var margins = section.addNewPgMar();
        margins.setTop(BigInteger.valueOf(mm(37)));
        margins.setBottom(BigInteger.valueOf(mm(35)));
        margins.setLeft(BigInteger.valueOf(mm(28)));
        margins.setRight(BigInteger.valueOf(mm(26)));
        margins.setHeader(BigInteger.valueOf(mm(15)));
        // The page number stands 7 mm below the text.
        margins.setFooter(BigInteger.valueOf(mm(25)));
        margins.setGutter(BigInteger.ZERO);
    }

    /** POI keeps a copy of each style that it is given, so each is finished first. */
    private static void styles(XWPFDocument document) {
        document.createStyles().setEastAsia("zh-CN");
        var body = style(BODY, "Normal", BODY_FONT, SIZE_3);
        body.setDefault(true);
        indent(body);
        add(document, body);
        add(document, style(PLAIN, "Plain", BODY_FONT, SIZE_3));
        var title = style(TITLE, "Title", TITLE_FONT, SIZE_2);
        title.getPPr().getSpacing().setLine(BigInteger.valueOf(TITLE_LINE));
        title.getPPr().getSpacing().setAfter(BigInteger.valueOf(LINE));
        title.getPPr().addNewJc().setVal(STJc.CENTER);
        add(document, title);
        add(document, heading(HEADING_1, "heading 1", HEADING_1_FONT, 0));
        add(document, heading(HEADING_2, "heading 2", HEADING_2_FONT, 1));
        var table = style(TABLE, "Table Text", BODY_FONT, SIZE_TABLE);
        table.getPPr().getSpacing().setLineRule(STLineSpacingRule.AUTO);
        table.getPPr().getSpacing().setLine(BigInteger.valueOf(240));
        add(document, table);
        var caption = style(CAPTION, "caption", HEADING_1_FONT, SIZE_4);
        caption.getPPr().addNewKeepNext();
        caption.getPPr().addNewJc().setVal(STJc.CENTER);
        add(document, caption);
    }

    private static void add(XWPFDocument document, CTStyle style) {
        document.getStyles().addStyle(new XWPFStyle(style));
    }

    private static CTStyle heading(String id, String name, Font font, int level) {
        var heading = style(id, name, font, SIZE_3);
        heading.getPPr().addNewKeepNext();
        indent(heading);
        heading.getPPr().addNewOutlineLvl().setVal(BigInteger.valueOf(level));
        return heading;
    }

    private static CTStyle style(String id, String name, Font font, int halfPoints) {
        var style = CTStyle.Factory.newInstance();
        style.setType(STStyleType.PARAGRAPH);
        style.setStyleId(id);
        style.addNewName().setVal(name);
        style.addNewQFormat();
        var spacing = style.addNewPPr().addNewSpacing();
        spacing.setLineRule(STLineSpacingRule.EXACT);
        spacing.setLine(BigInteger.valueOf(LINE));
        spacing.setBefore(BigInteger.ZERO);
        spacing.setAfter(BigInteger.ZERO);
        var run = style.addNewRPr();
        fonts(run.addNewRFonts(), font);
        run.addNewSz().setVal(BigInteger.valueOf(halfPoints));
        run.addNewSzCs().setVal(BigInteger.valueOf(halfPoints));
        return style;
    }

    /** Two characters. */
    private static void indent(CTStyle style) {
        var indent = style.getPPr().addNewInd();
        indent.setFirstLineChars(BigInteger.valueOf(200));
        indent.setFirstLine(BigInteger.valueOf(SIZE_3 * 20L));
    }

    private static void fonts(CTFonts fonts, Font font) {
        fonts.setAscii(LATIN);
        fonts.setHAnsi(LATIN);
        fonts.setCs(LATIN);
        fonts.setEastAsia(font.name());
    }

    /** Names what may stand in for a font; POI has no words for this part. */
    private static void fontTable(XWPFDocument document) throws InvalidFormatException, IOException {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:fonts "
                + "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">");
        for (var font : List.of(TITLE_FONT, BODY_FONT, HEADING_1_FONT, HEADING_2_FONT, PAGE_FONT)) {
            xml.append("<w:font w:name=\"").append(font.name()).append("\"><w:altName w:val=\"");
            xml.append(font.otherwise()).append("\"/><w:charset w:val=\"86\"/></w:font>");
        }
        xml.append("</w:fonts>");
        var name = PackagingURIHelper.createPartName("/word/fontTable.xml");
        var part = document.getPackage()
                .createPart(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml");
        try (var out = part.getOutputStream()) {
            out.write(xml.toString().getBytes(StandardCharsets.UTF_8));
        }
        document.getPackagePart()
                .addRelationship(
                        name,
                        TargetMode.INTERNAL,
                        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable");
    }

    /** — 1 —, outside: right on odd pages, left on even ones. */
    private static void footer(XWPFDocument document, HeaderFooterType pages, ParagraphAlignment side) {
        var paragraph = document.createFooter(pages).createParagraph();
        paragraph.setStyle(PLAIN);
        paragraph.setAlignment(side);
        pageText(paragraph.createRun()).setText("　— ");
        var field = paragraph.getCTP().addNewFldSimple();
        field.setInstr("PAGE");
        pageText(new XWPFRun(field.addNewR(), (org.apache.poi.xwpf.usermodel.IRunBody) paragraph))
                .setText("1");
        pageText(paragraph.createRun()).setText(" —　");
    }

    private static XWPFRun pageText(XWPFRun run) {
        var properties = run.getCTR().addNewRPr();
        fonts(properties.addNewRFonts(), PAGE_FONT);
        properties.addNewSz().setVal(BigInteger.valueOf(SIZE_4));
        return run;
    }
}
