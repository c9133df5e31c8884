package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12345.ops.imports.Kind.Stored;
import org.hotline12345.ops.table.TableWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each kind prints is a file that it takes itself, and a second time nothing changes. */
class TemplatesIT {
    @TempDir
    private Path folder;

    private ImportTown town;

    @BeforeEach
    void open() throws IOException {
        town = new ImportTown(folder);
        // The roster's template names somebody of the office.
        town.person("li.si", "李四", "dispatcher", Optional.empty());
    }

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void isTakenInUtf8AndTheSecondTimeNothingChanges() throws IOException {
        var taken = new ArrayList<String>();
        for (var kind : FileKind.ALL) {
            if (kind.word().equals("calendar")) {
                // One day is no year.
                continue;
            }
            assertThat(town.load(kind.word(), kind.template())).as(kind.word()).isEqualTo(new Stored(1, 0, 0));
            assertThat(town.load(kind.word(), kind.template())).as(kind.word()).isEqualTo(new Stored(0, 0, 1));
            taken.add(kind.word());
        }
        assertThat(taken)
                .containsExactly(
                        "units",
                        "users",
                        "areas",
                        "domains",
                        "catalogue",
                        "duty",
                        "knowledge",
                        "calls",
                        "tickets",
                        "ratings",
                        "scores",
                        "figures");
    }

    @Test
    void isTakenInGb18030AndAsAWorkbookAlike() throws IOException {
        town.load("units", FileKind.of("units").template());
        for (var word : List.of("domains", "catalogue", "duty", "knowledge", "calls")) {
            var template = FileKind.of(word).template();
            assertThat(town.read(word, template.getBytes(Charset.forName("GB18030")), ".csv")
                            .stored())
                    .as(word)
                    .isEqualTo(new Stored(1, 0, 0));
            var workbook = folder.resolve(word + ".xlsx");
            var lines = template.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("\"#"))
                    .map(line -> List.of(line.split(",", -1)))
                    .toList();
            TableWriter.write(workbook, word, lines.getFirst(), lines.subList(1, lines.size()));
            assertThat(town.read(word, workbook, false).stored()).as(word).isEqualTo(new Stored(0, 0, 1));
        }
    }
}
