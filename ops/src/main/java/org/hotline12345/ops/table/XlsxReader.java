package org.hotline12345.ops.table;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.UnsupportedFileFormatException;
import org.apache.poi.ooxml.POIXMLException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JRuntimeException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler.SheetContentsHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.hotline12345.office.Refused;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads a workbook's first sheet as it streams by; its shared texts lie in a file meanwhile. POI refuses what unpacks to a
 * hundred times its size and more.
 */
final class XlsxReader {
    private XlsxReader() {}

    static void read(Path path, Consumer<TableRow> rows) throws IOException {
        try (var container = OPCPackage.open(path.toFile(), PackageAccess.READ)) {
            var workbook = new XSSFReader(container);
            try (var texts = SpilledTexts.of(workbook)) {
                var sheets = workbook.getSheetsData();
                if (!sheets.hasNext()) {
                    throw Refused.invalid(path + " has no sheet");
                }
                try (var sheet = sheets.next()) {
                    var parser = XMLHelper.newXMLReader();
                    parser.setContentHandler(new XSSFSheetXMLHandler(
                            workbook.getStylesTable(), texts, new Rows(path, rows), new AsMeant(), false));
                    parser.parse(new InputSource(sheet));
                }
            }
        } catch (OpenXML4JException
                | OpenXML4JRuntimeException
                | SAXException
                | ParserConfigurationException
                | UnsupportedFileFormatException
                | POIXMLException
                | NumberFormatException e) {
            throw Refused.invalid(path + " is no workbook that can be read (" + e.getMessage()
                    + "): open it and save it as .xlsx anew");
        }
    }

    private static final class Rows implements SheetContentsHandler {
        private final Path path;
        private final Consumer<TableRow> rows;
        private List<String> cells = new ArrayList<>();

        Rows(Path path, Consumer<TableRow> rows) {
            this.path = path;
            this.rows = rows;
        }

        @Override
        public void startRow(int row) {
            cells = new ArrayList<>();
        }

        @Override
        public void cell(@Nullable String reference, @Nullable String text, @Nullable XSSFComment comment) {
            if (text == null || text.isBlank()) {
                return;
            }
            var column = reference == null ? cells.size() : new CellReference(reference).getCol();
            if (column < cells.size() || column >= TableFile.MOST_COLUMNS) {
                throw Refused.invalid(path + ": cell " + reference + " stands beyond the first "
                        + TableFile.MOST_COLUMNS + " columns, or before another one");
            }
            if (text.length() > TableFile.MOST_CELL_CHARACTERS) {
                throw Refused.invalid(path + ": cell " + reference + " has more than " + TableFile.MOST_CELL_CHARACTERS
                        + " characters");
            }
            while (cells.size() < column) {
                cells.add("");
            }
            cells.add(text);
        }

        @Override
        public void endRow(int row) {
            rows.accept(new TableRow(row + 1, cells));
        }
    }

    /** Values as they are meant, not as the author's Windows shows them: dates in ISO's form, numbers in plain digits. */
    private static final class AsMeant extends DataFormatter {
        private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

        @Override
        public String formatRawCellContents(double value, int formatIndex, String formatString, boolean from1904) {
            if (DateUtil.isADateFormat(formatIndex, formatString) && DateUtil.isValidExcelDate(value)) {
                var at = DateUtil.getLocalDateTime(value, from1904, true);
                return value == Math.rint(value) ? at.toLocalDate().toString() : at.format(MOMENT);
            }
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
    }
}
