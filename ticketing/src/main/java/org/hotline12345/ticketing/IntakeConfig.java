package org.hotline12345.ticketing;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/**
 * Start configuration of what comes in without an agent.
 *
 * @param addressHeader the header in which a proxy names the citizen's address; empty: the connection's own address counts
 * @param reportsPerHour so many requests one address may file by the form in an hour
 * @param progressPerMinute so often one address may ask for progress in a minute
 * @param attachmentsDir where attached files lie
 * @param attachmentBytes the largest file
 * @param attachmentsPerTicket so many files of a ticket
 */
public record IntakeConfig(
        Optional<String> addressHeader,
        int reportsPerHour,
        int progressPerMinute,
        Path attachmentsDir,
        int attachmentBytes,
        int attachmentsPerTicket) {
    private static final Pattern HEADER = Pattern.compile("|[A-Za-z0-9-]{1,64}");

    static IntakeConfig read(Settings settings) {
        var header = settings.text("address-header", "", HEADER, "the name of a header, such as X-Real-IP, or nothing");
        return new IntakeConfig(
                Optional.of(header).filter(name -> !name.isEmpty()),
                settings.number("reports-per-hour", 30, 1, 100_000),
                settings.number("progress-per-minute", 20, 1, 100_000),
                settings.path("attachments-dir", Path.of("attachments")),
                settings.number("attachment-bytes", 10 << 20, 1 << 10, 100 << 20),
                settings.number("attachments-per-ticket", 9, 0, 100));
    }

    static IntakeConfig defaults() {
        return read(Settings.parse("defaults", "", Map.of()));
    }

    IntakeConfig within(Path data) {
        return new IntakeConfig(
                addressHeader,
                reportsPerHour,
                progressPerMinute,
                data.resolve(attachmentsDir),
                attachmentBytes,
                attachmentsPerTicket);
    }
}
