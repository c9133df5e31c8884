package org.hotline12345.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ops.imports.Import;
import org.hotline12345.ops.imports.Parse;
import org.hotline12345.ops.imports.UpstreamKind;
import org.hotline12345.ops.table.TableFile;
import org.hotline12345.ops.table.TableWriter;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.Upstream;
import org.hotline12345.ticketing.UpstreamProfile.Column;
import org.hotline12345.ticketing.UpstreamReply;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The daily files of the hotline above (市转县): its tickets in, our replies back. */
@Command(
        name = "upstream",
        description = "Take the daily file of the hotline above (市转县) in, and write the replies back in its columns.",
        mixinStandardHelpOptions = true)
final class UpstreamCommand {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private record Opened(Office office, Hotline hotline, Upstream upstream, PrintWriter out) {
        ZoneId zone() {
            return hotline.zone();
        }
    }

    @Command(
            name = "import",
            description = "Take a file of the upstream's tickets in: new ones are registered, known ones follow it.",
            mixinStandardHelpOptions = true)
    int take(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(
                            names = "--made-at",
                            paramLabel = "MOMENT",
                            description =
                                    "when the platform made the file, such as \"2026-11-25 08:00\"; else the file's own time."
                                            + " What a newer file said stays")
                    @Nullable
                    String madeAt,
            @Option(names = "--skip-bad", description = "take the good rows although others are bad") boolean skipBad,
            @Parameters(paramLabel = "FILE", description = "the upstream's file, .xlsx or CSV") Path file) {
        return with(options, hotline, opened -> {
            var table = TableFile.at(file);
            var fileAt = Optional.ofNullable(madeAt)
                    .map(moment -> at(moment, opened.zone()))
                    .orElseGet(() -> modified(file));
            var kind = new UpstreamKind(opened.upstream(), opened.hotline(), fileAt);
            var outcome = new Import<>(kind, table).run(skipBad);
            if (outcome.loaded()) {
                opened.office()
                        .audit(
                                PersonId.SYSTEM,
                                opened.hotline().code(),
                                "ticketing.import-upstream",
                                outcome.stored().toString());
            }
            return ImportCommand.tell("upstream tickets", outcome, opened.out());
        });
    }

    @Command(
            name = "replies",
            description = "Write the replies that have not been sent back into a new file, in the upstream's columns.",
            mixinStandardHelpOptions = true)
    int replies(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--again", description = "also those that were sent back before") boolean again,
            @Parameters(paramLabel = "FILE", description = "the .xlsx to write") Path file) {
        return with(options, hotline, opened -> {
            var ready = (again ? opened.upstream().all() : opened.upstream().unsent())
                    .stream().filter(reply -> reply.reply().isPresent()).toList();
            if (ready.isEmpty()) {
                opened.out().println("there is nothing to send back");
                return 0;
            }
            write(file, opened, ready);
            // Noted when the file is safe: who is interrupted between gets the same replies once more.
            opened.upstream().sent(ready);
            opened.office()
                    .audit(
                            PersonId.SYSTEM,
                            opened.hotline().code(),
                            "ticketing.send-upstream",
                            ready.size() + " replies");
            opened.out().println(ready.size() + " replies are in " + file);
            return 0;
        });
    }

    @Command(
            name = "unsent",
            description = "List the upstream's tickets that have not been sent back, the most pressing first.",
            mixinStandardHelpOptions = true)
    int unsent(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline) {
        return with(options, hotline, opened -> {
            var unsent = opened.upstream().unsent();
            for (var reply : unsent) {
                opened.out()
                        .println(reply.upstream() + "\t" + reply.number() + "\t"
                                + reply.due().map(at -> text(at, opened.zone())).orElse("-") + "\t"
                                + (reply.reply().isPresent() ? "ready" : "open") + "\t" + reply.title());
            }
            opened.out().println(unsent.size() + " have not been sent back");
            return 0;
        });
    }

    private int with(ConfigOptions options, String hotline, ToIntFunction<Opened> work) {
        var clock = Clock.systemUTC();
        try (var installed = Installed.open(options.load());
                var office = installed.office(clock)) {
            var at = office.hotline(new HotlineCode(hotline));
            var upstream = Ticketing.upstream(installed.pool("ticketing"), clock, office, at.code());
            return work.applyAsInt(
                    new Opened(office, at, upstream, spec.commandLine().getOut()));
        }
    }

    private static void write(Path file, Opened opened, List<UpstreamReply> replies) {
        var names = opened.office().units(opened.hotline().code()).stream()
                .collect(Collectors.toMap(Unit::code, Unit::name));
        var columns = List.of(Column.NUMBER, Column.TITLE, Column.REPLY_UNIT, Column.REPLY, Column.REPLIED_AT).stream()
                .filter(column -> opened.upstream().profile().title(column).isPresent())
                .toList();
        var titles = columns.stream()
                .map(column -> opened.upstream().profile().title(column).orElseThrow())
                .toList();
        var rows = new ArrayList<List<String>>();
        for (var reply : replies) {
            rows.add(columns.stream()
                    .map(column -> cell(column, reply, names, opened.zone()))
                    .toList());
        }
        TableWriter.write(file, "答复", titles, rows);
    }

    private static String cell(Column column, UpstreamReply reply, Map<UnitCode, String> names, ZoneId zone) {
        return switch (column) {
            case NUMBER -> reply.upstream();
            case TITLE -> reply.title();
            case REPLY -> reply.reply().map(UpstreamReply.Words::text).orElse("");
            case REPLY_UNIT ->
                reply.unit().map(unit -> names.getOrDefault(unit, unit.value())).orElse("");
            case REPLIED_AT ->
                reply.reply().map(words -> text(words.at(), zone)).orElse("");
            default -> throw new IllegalStateException(column + " is not written back");
        };
    }

    private static String text(Instant at, ZoneId zone) {
        return MOMENT.format(LocalDateTime.ofInstant(at, zone));
    }

    private static Instant at(String moment, ZoneId zone) {
        try {
            return Parse.at(Parse.moment(moment), zone);
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("--made-at: " + e.getMessage());
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw Refused.invalid(file + " cannot be read: " + e.getMessage());
        }
    }
}
