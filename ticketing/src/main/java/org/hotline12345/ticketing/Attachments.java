package org.hotline12345.ticketing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;

/** Files that belong to tickets. Whoever may see the ticket may have them. */
public final class Attachments {
    private static final String AUDIT_ADDED = "ticketing.add-attachment";
    private static final String AUDIT_SEEN = "ticketing.see-attachment";
    private static final int MAX_NAME = 150;

    private final PgAttachments rows;
    private final AttachmentFolder folder;
    private final Clock clock;
    private final Office office;
    private final IntakeConfig config;

    Attachments(PgAttachments rows, Clock clock, Office office, IntakeConfig config) {
        this.rows = rows;
        this.folder = new AttachmentFolder(config.attachmentsDir());
        this.clock = clock;
        this.office = office;
        this.config = config;
    }

    /** The largest file, in bytes. */
    public int mostBytes() {
        return config.attachmentBytes();
    }

    /** A file that does not exist yet; what is written there is given to {@link #add}. */
    public Path incoming() {
        return folder.incoming();
    }

    /** The ticket's files, in the order they came; to be asked for tickets that the asker may see. */
    public List<Attachment> of(Ticket ticket) {
        return rows.of(ticket.hotline(), ticket.number());
    }

    /**
     * Adds a file that came in; it is taken from its place or deleted. The same content twice is one.
     *
     * @param by who sent it; the system for a citizen or a client
     * @throws Refused (invalid) when it is empty, too large or of a kind that is not taken, (conflict) when the ticket has as
     *     many as it may
     */
    public Attachment add(Ticket ticket, String name, Path received, PersonId by) {
        try {
            var size = Files.size(received);
            if (size == 0 || size > config.attachmentBytes()) {
                throw Refused.invalid("附件为空或超过 " + config.attachmentBytes() / 1024 + " KB");
            }
            var kind = AttachmentFolder.kindOf(received)
                    .orElseThrow(() -> Refused.invalid("不支持的附件类型：可上传图片、PDF、音视频（MP4、MP3、WAV、AMR）和不含宏的 DOCX、XLSX"));
            // Asked before the file is kept, and again with the row.
            if (of(ticket).size() >= config.attachmentsPerTicket() && !has(ticket, AttachmentFolder.digest(received))) {
                throw tooMany();
            }
            var added = new Attachment(
                    UUID.randomUUID(),
                    ticket.number(),
                    kind.named(plain(name)),
                    kind,
                    Math.toIntExact(size),
                    folder.keep(received),
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    by);
            if (!rows.add(ticket.hotline(), added, config.attachmentsPerTicket())) {
                throw tooMany();
            }
            office.audit(by, ticket.hotline(), AUDIT_ADDED, ticket.number() + " " + added.id());
            return of(ticket).stream()
                    .filter(one -> one.sha256().equals(added.sha256()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("attachment " + added.id() + " is stored and is not"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            discard(received);
        }
    }

    /** Whether this person may add files: who writes, sends or reviews tickets, and the units that have it. */
    public static boolean mayAdd(SignedIn visitor, Ticket ticket) {
        return visitor.may(ticket.hotline(), Rights.REGISTER)
                || visitor.may(ticket.hotline(), Rights.DISPATCH)
                || visitor.may(ticket.hotline(), Rights.REVIEW)
                || ticket.openAssignments().stream()
                        .anyMatch(one -> visitor.speaksFor(ticket.hotline(), one.unit(), Rights.HANDLE));
    }

    /** The file itself; noted in the audit trail. Empty when the ticket has none of that id. */
    public Optional<Path> open(SignedIn visitor, Ticket ticket, UUID id) {
        var found = of(ticket).stream().filter(one -> one.id().equals(id)).findFirst();
        found.ifPresent(
                one -> office.audit(visitor.person(), ticket.hotline(), AUDIT_SEEN, ticket.number() + " " + one.id()));
        return found.map(one -> folder.of(one.sha256()));
    }

    /** Deletes what came in, if it is still there. */
    public void discard(Path received) {
        try {
            Files.deleteIfExists(received);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void tidy() {
        folder.tidy(clock.instant());
    }

    private boolean has(Ticket ticket, String sha256) {
        return of(ticket).stream().anyMatch(one -> one.sha256().equals(sha256));
    }

    private Refused tooMany() {
        return Refused.conflict("每张工单最多 " + config.attachmentsPerTicket() + " 个附件");
    }

    /** A name without folders. */
    private static String plain(String name) {
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return Texts.line("name", last.isBlank() ? "附件" : last, MAX_NAME);
    }
}
