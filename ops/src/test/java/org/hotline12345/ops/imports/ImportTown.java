package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ops.imports.Kind.Stored;
import org.hotline12345.ops.table.TableFile;

/** A hotline on a real database into which files are brought. */
final class ImportTown implements AutoCloseable {
    static final HotlineCode CODE = new HotlineCode("ningling");
    static final String UNITS = """
            单位编码,单位名称,分组,别名
            zhujian,县住建管理局,县直单位,住管局、县住管局
            luogang,逻岗镇,乡镇街道,
            """;

    final TestDatabase database = TestDatabase.open();
    final Clock clock = Clock.fixed(Instant.parse("2026-11-25T06:00:00Z"), ZoneOffset.UTC);
    final Office office = Office.launch(database.pool("office"), clock, TestKeys.officeConfig());
    private final Path folder;
    private final Target target;

    ImportTown(Path folder) {
        this.folder = folder;
        office.addHotline(new Hotline(CODE, "宁陵县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        target = new Target(
                office,
                office.hotline(CODE),
                clock,
                database::pool,
                () -> new PasswordFile(folder.resolve("passwords-" + UUID.randomUUID())));
    }

    PersonId person(String login, String name, String role, Optional<String> unit) {
        var person = new PersonId(UUID.randomUUID());
        office.addPerson(person, login, name);
        office.grant(person, CODE, role, unit.map(UnitCode::new));
        return person;
    }

    /** A file without a bad row. */
    Stored load(String kind, String text) throws IOException {
        var outcome = read(kind, text);
        assertThat(outcome.problems()).isEmpty();
        return outcome.stored();
    }

    Outcome read(String kind, String text) throws IOException {
        return read(kind, text.getBytes(StandardCharsets.UTF_8), ".csv");
    }

    Outcome read(String kind, byte[] bytes, String extension) throws IOException {
        return read(kind, Files.write(Files.createTempFile(folder, kind, extension), bytes), false);
    }

    Outcome read(String kind, Path path, boolean skipBad) {
        return run(FileKind.of(kind).open().apply(target), path, skipBad);
    }

    private static <R> Outcome run(Kind<R> kind, Path path, boolean skipBad) {
        return new Import<>(kind, TableFile.at(path)).run(skipBad);
    }

    List<String> problems(String kind, String text) throws IOException {
        var outcome = read(kind, text);
        assertThat(outcome.loaded()).isFalse();
        return outcome.problems().stream().map(Problem::toString).toList();
    }

    /** The first column, as a module's role sees it. */
    List<String> column(String role, String sql) {
        return StreamSupport.stream(
                        database.pool(role).query(sql).execute().await().spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    @Override
    public void close() {
        office.close();
        database.close();
    }
}
