package org.hotline12345.ops.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.hotline12345.office.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
    @TempDir
    private Path folder;

    @Test
    void chineseIsReadFromUtf8WithAndWithoutAMarkAndFromGb18030() throws IOException {
        var text = "编码,名称\r\nzj,县住建管理局𠮷\r\n";
        assertThat(rows(text.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(row(1, "编码", "名称"), row(2, "zj", "县住建管理局𠮷"));
        assertThat(rows(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(rows(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(rows(text.getBytes(Charset.forName("GB18030"))))
                .isEqualTo(rows(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aQuotedCellMayHoldCommasQuotesAndLinesAndTheNextRowKnowsItsLine() throws IOException {
        assertThat(rows("a,\"他说“好”,\n\"\"再见\"\"\"\nc,\n".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(row(1, "a", "他说“好”,\n\"再见\""), row(3, "c", ""));
    }

    @Test
    void aLastLineWithoutAnEndAndBlankLinesAreNoTrouble() throws IOException {
        assertThat(rows("a,b\n\n,,\nc".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(row(1, "a", "b"), row(4, "c"));
    }

    @Test
    void whatIsAmbiguousIsRefusedWithItsLine() {
        refused("a\nb,\"c", "line 2 begins a cell with a quote that is never closed");
        refused("a\nb,c\"d\"\n", "line 2 has a quote within a cell");
        refused("a\n\"b\"c\n", "line 2 has text after a closing quote");
        refused("x".repeat(TableFile.MOST_CELL_CHARACTERS + 1), "has a cell of more than 32767 characters");
        refused(",".repeat(TableFile.MOST_COLUMNS), "has more than 200 columns");
    }

    @Test
    void whatIsNoTableIsRefusedWithWhatToDo() throws IOException {
        refused(new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0}, "is UTF-16 text");
        refused(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1}, "save it as .xlsx");
        refused(new byte[] {'a', ',', (byte) 0xFF, (byte) 0xFF}, "neither in UTF-8 nor in GB18030");
        refused(new byte[] {'P', 'K', 3, 4, 5, 6}, "is no workbook that can be read");
    }

    @Test
    void aWorkbookGivesDatesInIsoFormNumbersInPlainDigitsAndEmptyCellsTheirPlace() throws IOException {
        var path = folder.resolve("t.xlsx");
        try (var workbook = new XSSFWorkbook();
                var out = Files.newOutputStream(path)) {
            var sheet = workbook.createSheet();
            var day = workbook.createCellStyle();
            day.setDataFormat(workbook.createDataFormat().getFormat("yyyy\"年\"m\"月\"d\"日\""));
            var moment = workbook.createCellStyle();
            moment.setDataFormat(workbook.createDataFormat().getFormat("yyyy/m/d h:mm"));
            var row = sheet.createRow(2);
            row.createCell(0).setCellValue(15400000001.0);
            row.createCell(2).setCellValue(LocalDate.of(2026, 2, 1));
            row.getCell(2).setCellStyle(day);
            row.createCell(3).setCellValue(LocalDateTime.of(2026, 2, 1, 9, 30, 5));
            row.getCell(3).setCellStyle(moment);
            row.createCell(4).setCellValue("路灯\n不亮");
            row.createCell(5).setCellFormula("1+1");
            row.getCell(5).setCellValue(2);
            workbook.createSheet("another").createRow(0).createCell(0).setCellValue("not read");
            workbook.write(out);
        }
        assertThat(rows(path))
                .containsExactly(row(3, "15400000001", "", "2026-02-01", "2026-02-01 09:30:05", "路灯\n不亮", "2"));
    }

    @Test
    void aWorkbookThatUnpacksToAThousandTimesItsSizeIsRefused() throws IOException {
        var honest = folder.resolve("honest.xlsx");
        try (var workbook = new XSSFWorkbook();
                var out = Files.newOutputStream(honest)) {
            workbook.createSheet().createRow(0).createCell(0).setCellValue("a");
            workbook.write(out);
        }
        var bomb = folder.resolve("bomb.xlsx");
        try (var in = new ZipInputStream(Files.newInputStream(honest));
                var out = new ZipOutputStream(Files.newOutputStream(bomb))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals("xl/sharedStrings.xml")) {
                    out.write("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>"
                            .getBytes(StandardCharsets.UTF_8));
                    var zeros = "0".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
                    for (int megabyte = 0; megabyte < 64; megabyte++) {
                        out.write(zeros);
                    }
                    out.write("</t></si></sst>".getBytes(StandardCharsets.UTF_8));
                } else {
                    in.transferTo(out);
                }
            }
        }
        assertThat(Files.size(bomb)).isLessThan(200_000);
        assertThatThrownBy(() -> rows(bomb)).isInstanceOf(Refused.class).hasMessageContaining("Zip bomb");
    }

    private void refused(String text, String why) {
        refused(text.getBytes(StandardCharsets.UTF_8), why);
    }

    private void refused(byte[] bytes, String why) {
        assertThatThrownBy(() -> rows(bytes)).isInstanceOf(Refused.class).hasMessageContaining(why);
    }

    private List<TableRow> rows(byte[] bytes) throws IOException {
        return rows(Files.write(Files.createTempFile(folder, "t", ".csv"), bytes));
    }

    private static List<TableRow> rows(Path path) {
        var rows = new ArrayList<TableRow>();
        TableFile.at(path).read(rows::add);
        return rows;
    }

    private static TableRow row(int line, String... cells) {
        return new TableRow(line, List.of(cells));
    }
}
