package org.hotline12345.ticketing.http;

import io.vertx.core.file.OpenOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.Attachment;
import org.hotline12345.ticketing.Attachments;
import org.hotline12345.ticketing.SeenRequester;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;

/**
 * Attached files: sent as the body itself, with {@code name} in the address. The body is not read before it is known who
 * sends it and how long it is; then it goes to the disk and is never whole in memory.
 */
public final class AttachmentRoutes {
    /** Address of every upload: the web server leaves the bodies of these requests unread. */
    public static final String UPLOADS = "/api/(?:tickets|public/reports|intake/tickets)/[^/]+/attachments";

    private static final int MOST_AT_ONCE = 16;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Ticketing ticketing;
    private final Attachments attachments;
    private final Office office;
    private final Senders senders;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    public AttachmentRoutes(Ticketing ticketing, Office office, Senders senders) {
        this.ticketing = ticketing;
        this.attachments = ticketing.attachments();
        this.office = office;
        this.senders = senders;
    }

    /** Before the tickets' own routes, for which an attachment would be a command. */
    public void mount(Router router) {
        router.get("/api/tickets/:number/attachments").handler(this::list);
        router.get("/api/tickets/:number/attachments/:id").handler(this::download);
        router.post("/api/tickets/:number/attachments").handler(this::addSignedIn);
        router.post("/api/public/reports/:number/attachments").handler(this::addByCitizen);
        router.post("/api/intake/tickets/:number/attachments").handler(this::addByClient);
    }

    private void list(RoutingContext rc) {
        var who = signedIn(rc);
        var ticket = seen(rc, who);
        var isHidden = isHidden(who, ticket);
        var files = new JsonArray();
        attachments.of(ticket).forEach(one -> files.add(json(one, isHidden)));
        rc.json(new JsonObject()
                .put("attachments", files)
                .put("mayAdd", Attachments.mayAdd(who, ticket))
                .put("mostBytes", attachments.mostBytes()));
    }

    private void download(RoutingContext rc) {
        var who = signedIn(rc);
        var ticket = seen(rc, who);
        var found = attachments.of(ticket).stream()
                .filter(one -> one.id().toString().equals(rc.pathParam("id")))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("the ticket has no such attachment"));
        var file = attachments.open(who, ticket, found.id()).orElseThrow();
        var name = URLEncoder.encode(name(found, isHidden(who, ticket)), StandardCharsets.UTF_8)
                .replace("+", "%20");
        rc.response()
                .putHeader("Content-Type", found.kind().mediaType())
                // Never shown as a page of ours, whatever a browser thinks that it is.
                .putHeader("Content-Disposition", "attachment; filename*=UTF-8''" + name)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Cache-Control", "private, no-store");
        rc.response().sendFile(file.toString()).await();
    }

    private void addSignedIn(RoutingContext rc) {
        receiving(rc, () -> {
            var who = signedIn(rc);
            var ticket = seen(rc, who);
            if (!Attachments.mayAdd(who, ticket)) {
                throw Refused.forbidden("only who deals with the ticket adds to it");
            }
            return receive(rc, ticket, who.person());
        });
    }

    private void addByCitizen(RoutingContext rc) {
        receiving(rc, () -> {
            senders.passQuestion(rc);
            var hotline = Optional.ofNullable(rc.request().getParam("hotline"))
                    .map(HotlineCode::new)
                    .orElseGet(() -> office.hotlines().getFirst().code());
            var proof = Optional.ofNullable(rc.request().getHeader("X-Proof")).orElse("");
            var ticket = ticketing
                    .filings()
                    .addable(hotline, rc.pathParam("number"), proof)
                    .orElseThrow(ReportRoutes::noSuchRequest);
            return receive(rc, ticket, PersonId.SYSTEM);
        });
    }

    private void addByClient(RoutingContext rc) {
        receiving(rc, () -> {
            var client = senders.client(rc);
            var ticket = ticketing
                    .filings()
                    .own(client, rc.pathParam("number"))
                    .orElseThrow(() -> Refused.unknown("this client has filed no request of that number"));
            return receive(rc, ticket, PersonId.SYSTEM);
        });
    }

    /** The body of a refused upload is thrown away as it comes. */
    private static void receiving(RoutingContext rc, java.util.function.Supplier<Attachment> work) {
        try {
            var added = work.get();
            rc.response().setStatusCode(201);
            rc.json(json(added, false));
        } catch (RuntimeException e) {
            if (!rc.request().isEnded()) {
                rc.request().resume();
            }
            throw e;
        }
    }

    private Attachment receive(RoutingContext rc, Ticket ticket, PersonId by) {
        requireLength(rc);
        if (!places.tryAcquire()) {
            throw Refused.limit("too many files come in at this moment: try again", SOON);
        }
        var received = attachments.incoming();
        try {
            var file = rc.vertx()
                    .fileSystem()
                    .open(
                            received.toString(),
                            new OpenOptions().setCreateNew(true).setPerms("rw-------"))
                    .await();
            // Ends the file, too, however the body ends.
            rc.request().pipeTo(file).await();
            var name = Optional.ofNullable(rc.request().getParam("name")).orElse("");
            return attachments.add(ticket, name, received, by);
        } finally {
            attachments.discard(received);
            places.release();
        }
    }

    private void requireLength(RoutingContext rc) {
        var header = rc.request().getHeader("Content-Length");
        if (header == null) {
            throw Refused.invalid("the header Content-Length must be given, and the body is the file");
        }
        // Digits only: the server has checked that.
        if (header.length() > 10 || Long.parseLong(header) > attachments.mostBytes()) {
            throw Refused.tooLarge("附件超过 " + attachments.mostBytes() / 1024 + " KB");
        }
    }

    private Ticket seen(RoutingContext rc, SignedIn who) {
        var hotline = Optional.ofNullable(rc.request().getParam("hotline"))
                .filter(code -> !code.isBlank())
                .map(HotlineCode::new)
                .orElseGet(who::hotline);
        try {
            return ticketing.see(who, hotline, new TicketNumber(rc.pathParam("number")));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no ticket of that number");
        }
    }

    /** A file's name can hold the name of who sent it. */
    private boolean isHidden(SignedIn who, Ticket ticket) {
        return ticketing.secrecy(who, ticket) == SeenRequester.Secrecy.HIDDEN;
    }

    private static String name(Attachment one, boolean isHidden) {
        return isHidden ? "附件" + one.name().substring(one.name().lastIndexOf('.')) : one.name();
    }

    private static JsonObject json(Attachment one, boolean isHidden) {
        return new JsonObject()
                .put("id", one.id().toString())
                .put("name", name(one, isHidden))
                .put("kind", one.kind().name())
                .put("bytes", one.bytes())
                .put("addedAt", one.addedAt().toString());
    }

    private static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }
}
