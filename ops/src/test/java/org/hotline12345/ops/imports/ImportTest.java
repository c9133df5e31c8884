package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hotline12345.office.Refused;
import org.hotline12345.ops.imports.Kind.Stored;
import org.hotline12345.ops.table.TableFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    /** Lamps in a street, by their number. */
    private static final class Lamps implements Kind<Lamps.Lamp> {
        record Lamp(int number, String street) {}

        private static final Column<Integer> NUMBER = Column.needed("编号", List.of("number"), "1", "一个数", text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("\"" + text + "\" is no number");
            }
        });
        private static final Column<String> STREET = Column.optional("街道", List.of(), "解放路", "街名", Parse.line(10));

        final Map<Integer, Lamp> stored = new LinkedHashMap<>();
        final List<Integer> batches = new ArrayList<>();

        @Override
        public List<Column<?>> columns() {
            return List.of(NUMBER, STREET);
        }

        @Override
        public Lamp row(Cells cells) {
            if (cells.need(NUMBER) < 0) {
                throw new BadCell(NUMBER, "is less than nothing");
            }
            return new Lamp(cells.need(NUMBER), cells.get(STREET).orElse("?"));
        }

        @Override
        public String key(Lamp row) {
            return Integer.toString(row.number());
        }

        @Override
        public Stored store(List<Lamp> batch) {
            batches.add(batch.size());
            var result = Stored.NOTHING;
            for (var lamp : batch) {
                var before = stored.put(lamp.number(), lamp);
                result = result.and(
                        before == null
                                ? new Stored(1, 0, 0)
                                : lamp.equals(before) ? new Stored(0, 0, 1) : new Stored(0, 1, 0));
            }
            return result;
        }
    }

    @TempDir
    private Path folder;

    private final Lamps lamps = new Lamps();

    @Test
    void theTemplateWithItsExampleCanBeImported() throws IOException {
        assertThat(Template.of(lamps.columns())).isEqualTo("""
                # 编号（必填）: 一个数
                # 街道: 街名
                编号,街道
                1,解放路
                """);
        var outcome = load(Template.of(lamps.columns()), false);
        assertThat(outcome.stored()).isEqualTo(new Stored(1, 0, 0));
        assertThat(lamps.stored).containsValue(new Lamps.Lamp(1, "解放路"));
    }

    @Test
    void aRowBelowTheHeadingIsARowWhateverItBeginsWith() throws IOException {
        var outcome = load("# 说明\n编号,街道\n#1,解放路\n2,中山路\n", false);
        assertThat(outcome.loaded()).isFalse();
        assertThat(outcome.rows()).isEqualTo(2);
        assertThat(outcome.problems()).extracting(Problem::line).containsExactly(3);
    }

    @Test
    void everyBadRowIsNamedWithLineColumnAndReasonAndNothingIsStored() throws IOException {
        var outcome = load("编号,街道,备注\n1,解放路,x\nx,\n,中山路\n-3,\n5," + "长".repeat(11) + "\n1,中山路\n", false);
        assertThat(outcome.loaded()).isFalse();
        assertThat(outcome.rows()).isEqualTo(6);
        assertThat(outcome.badRows()).isEqualTo(5);
        assertThat(outcome.problems().stream().map(Problem::toString))
                .containsExactly(
                        "line 3, column 编号: \"x\" is no number",
                        "line 4, column 编号: is empty",
                        "line 5, column 编号: is less than nothing",
                        "line 6, column 街道: has more than 10 characters",
                        "line 7, column 编号: is the same as in line 2");
        assertThat(outcome.unreadColumns()).containsExactly("备注");
        assertThat(lamps.stored).isEmpty();
    }

    @Test
    void goodRowsAreStoredWhenBadOnesAreSkippedOfEqualOnesTheFirst() throws IOException {
        var outcome = load("number,街道\n1,解放路\nx,\n1,中山路\n2,\n", true);
        assertThat(outcome.stored()).isEqualTo(new Stored(2, 0, 0));
        assertThat(outcome.badRows()).isEqualTo(2);
        assertThat(lamps.stored.values()).containsExactly(new Lamps.Lamp(1, "解放路"), new Lamps.Lamp(2, "?"));
    }

    @Test
    void theSameFileTwiceChangesNothingAndAMendedOneOnlyWhatIsMended() throws IOException {
        load("编号,街道\n1,解放路\n2,中山路\n", false);
        assertThat(load("编号,街道\n1,解放路\n2,中山路\n", false).stored()).isEqualTo(new Stored(0, 0, 2));
        assertThat(load("编号,街道\n1,解放路\n2,人民路\n", false).stored()).isEqualTo(new Stored(0, 1, 1));
    }

    @Test
    void rowsMoveInBoundedBatchesAndTheListOfProblemsHasAnEnd() throws IOException {
        var good = new StringBuilder("编号\n");
        var bad = new StringBuilder("编号\n");
        for (int i = 0; i < 1_201; i++) {
            good.append(i).append('\n');
            bad.append("x\n");
        }
        load(good.toString(), false);
        assertThat(lamps.batches).containsExactly(500, 500, 201);
        var outcome = load(bad.toString(), false);
        assertThat(outcome.problems()).hasSize(100);
        assertThat(outcome.furtherProblems()).isEqualTo(1_101);
    }

    @Test
    void aFileWithoutItsColumnsIsRefused() {
        assertThatThrownBy(() -> load("街道\n解放路\n", false))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("line 1 holds no column 编号");
        assertThatThrownBy(() -> load("编号,number\n1,2\n", false)).hasMessageContaining("stands there twice");
        assertThatThrownBy(() -> load("编号,街道\n", false)).hasMessageContaining("no rows");
        assertThatThrownBy(() -> load("", false)).hasMessageContaining("is empty");
    }

    private Outcome load(String text, boolean skipBad) throws IOException {
        var path = Files.writeString(Files.createTempFile(folder, "lamps", ".csv"), text);
        return new Import<>(lamps, TableFile.at(path)).run(skipBad);
    }
}
