package org.hotline12345.bulletin.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class TraceWorkbookTest {
    @Test
    void aSheetThatIsFullGoesOnInTheNextWithItsHeadAndNoRowIsLost() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new TraceWorkbook(4)) {
            var pages = workbook.pages("工单", List.of("工单编号"));
            for (int i = 0; i < 7; i++) {
                pages.add(List.of("20261101-00000" + i));
            }
            workbook.write(bytes);
        }
        try (var read = new XSSFWorkbook(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(StreamSupport.stream(read.spliterator(), false)
                            .map(sheet -> sheet.getSheetName() + ":"
                                    + StreamSupport.stream(sheet.spliterator(), false)
                                            .map(row -> row.getCell(0).getStringCellValue())
                                            .toList()))
                    .containsExactly(
                            "工单:[工单编号, 20261101-000000, 20261101-000001, 20261101-000002]",
                            "工单-2:[工单编号, 20261101-000003, 20261101-000004, 20261101-000005]",
                            "工单-3:[工单编号, 20261101-000006]");
        }
    }
}
