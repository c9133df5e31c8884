package org.hotline12345.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.ops.imports.CalendarKind;
import org.hotline12345.ops.imports.FileKind;
import org.hotline12345.ops.imports.HolidayNotice;
import org.hotline12345.ops.imports.Import;
import org.hotline12345.ops.imports.Kind;
import org.hotline12345.ops.imports.Outcome;
import org.hotline12345.ops.imports.PasswordFile;
import org.hotline12345.ops.imports.Target;
import org.hotline12345.ops.table.TableFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings in what an office has elsewhere, from .xlsx and CSV. */
@Command(
        name = "import",
        description =
                "Bring in what an office has elsewhere, its lists, calls, tickets and figures, from .xlsx or CSV (UTF-8 or"
                        + " GB18030).",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    /** Rows are bad: nothing was stored, and the file is to be mended. */
    private static final int EXIT_BAD_ROWS = 2;

    private static final long MOST_NOTICE_BYTES = 1 << 20;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "units, users, areas, domains, calendar, catalogue, duty, knowledge, calls, tickets, ratings,"
                    + " scores, figures")
    private String kind = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "the table, its first row the titles")
    private @Nullable Path file;

    @Option(names = "--hotline", paramLabel = "CODE", description = "the hotline's code")
    private @Nullable String hotline;

    @Option(names = "--template", description = "print an empty file of this kind with explanations, and end")
    private boolean template;

    @Option(names = "--skip-bad", description = "store the good rows although others are bad")
    private boolean skipBad;

    @Option(
            names = "--notice",
            description = "calendar only: FILE is the text of the State Council's yearly notice (部分节假日安排的通知)")
    private boolean notice;

    @Option(
            names = "--passwords",
            paramLabel = "FILE",
            description = "users only: where one-time passwords are written, readable by its owner alone")
    private @Nullable Path passwords;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var fileKind = FileKind.of(kind);
        if (template) {
            spec.commandLine().getOut().print(fileKind.template());
            spec.commandLine().getOut().flush();
            return 0;
        }
        if (file == null || hotline == null) {
            throw Refused.invalid("give FILE and --hotline, or --template for an empty file");
        }
        var clock = Clock.systemUTC();
        try (var installed = Installed.open(options.load());
                var office = installed.office(clock)) {
            var at = office.hotline(new HotlineCode(hotline));
            var written = new Passwords();
            var target = new Target(office, at, clock, installed::pool, written::open);
            var outcome =
                    notice ? readNotice(file, target) : read(fileKind.open().apply(target), file);
            written.tell();
            if (outcome.loaded()) {
                office.audit(
                        PersonId.SYSTEM,
                        at.code(),
                        "office.import-" + kind,
                        outcome.stored().toString());
            }
            return tell(kind, outcome, spec.commandLine().getOut());
        }
    }

    private <R> Outcome read(Kind<R> into, Path from) {
        return new Import<>(into, TableFile.at(from)).run(skipBad);
    }

    private Outcome readNotice(Path from, Target target) {
        if (!kind.equals("calendar")) {
            throw Refused.invalid("--notice is for the calendar");
        }
        return Import.all(CalendarKind.open(target), HolidayNotice.read(text(from)));
    }

    private static String text(Path from) {
        try {
            if (Files.size(from) > MOST_NOTICE_BYTES) {
                throw Refused.invalid(from + " is too long for a notice");
            }
            return Files.readString(from);
        } catch (CharacterCodingException e) {
            throw Refused.invalid(from + " is no text in UTF-8");
        } catch (IOException e) {
            throw Refused.invalid(from + " cannot be read: " + e.getMessage());
        }
    }

    /** @return the exit code */
    static int tell(String what, Outcome outcome, PrintWriter out) {
        outcome.problems().forEach(out::println);
        if (outcome.furtherProblems() > 0) {
            out.println("and " + outcome.furtherProblems() + " more");
        }
        if (!outcome.unreadColumns().isEmpty()) {
            out.println("columns that are not read: " + String.join(", ", outcome.unreadColumns()));
        }
        if (!outcome.loaded()) {
            out.println(outcome.badRows() + " of " + outcome.rows()
                    + " rows are bad; nothing was stored. Mend them, or give --skip-bad.");
            return EXIT_BAD_ROWS;
        }
        var stored = outcome.stored();
        out.println(what + ": " + stored.added() + " added, " + stored.changed() + " changed, " + stored.same()
                + " as they were" + (outcome.badRows() > 0 ? ", " + outcome.badRows() + " bad rows passed over" : ""));
        return 0;
    }

    /** The file of one-time passwords, opened by the kind that needs it. */
    private final class Passwords {
        private @Nullable PasswordFile written;

        PasswordFile open() {
            if (passwords == null) {
                throw Refused.invalid("give --passwords FILE: where the new people's one-time passwords are written");
            }
            written = new PasswordFile(passwords);
            return written;
        }

        void tell() {
            if (written != null && written.count() > 0) {
                spec.commandLine()
                        .getOut()
                        .println(written.count() + " one-time passwords are in " + written.path()
                                + ": hand them out and remove it");
            }
        }
    }
}
