package org.hotline12345.telephony.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PlainText;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Recording;
import org.hotline12345.telephony.RecordingHold;
import org.hotline12345.telephony.RecordingState;
import org.hotline12345.telephony.Recordings;

/** Listening to recorded talks, and holding them for a dispute. */
public final class RecordingRoutes {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int BLOCK = 1 << 16;

    private final Recordings recordings;
    private final Office office;

    public RecordingRoutes(Recordings recordings, Office office) {
        this.recordings = recordings;
        this.office = office;
    }

    public void mount(Router router) {
        router.get("/api/calls/:id/recordings").handler(this::list);
        router.get("/api/calls/:id/recording").handler(this::play);
        router.head("/api/calls/:id/recording").handler(this::play);
        router.post("/api/calls/:id/recording-holds").handler(this::hold);
        router.delete("/api/calls/:id/recording-holds/:hold").handler(this::release);
        router.get("/api/recordings/problems").handler(this::problems);
    }

    private void list(RoutingContext rc) {
        var who = signedIn(rc);
        var call = call(rc);
        var list = new JsonArray();
        recordings.of(who, call).forEach(recording -> list.add(json(recording)));
        var holds = new JsonArray();
        recordings.holds(who, call).forEach(hold -> holds.add(json(hold)));
        rc.json(new JsonObject().put("recordings", list).put("holds", holds));
    }

    /** The whole file or a piece of it; the path comes from the rows, never from the request. */
    private void play(RoutingContext rc) {
        var who = signedIn(rc);
        var recording = recordings.playable(who, call(rc), part(rc));
        // Reads the file to its end: the other requests of this thread go on meanwhile.
        var opened = rc.vertx()
                .executeBlocking(() -> recordings.open(recording), false)
                .await();
        try (opened) {
            send(rc, who, recording, opened);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(RoutingContext rc, SignedIn who, Recording recording, Recordings.Opened opened)
            throws IOException {
        var size = opened.bytes();
        var tag = "\"" + opened.checksum() + "\"";
        var response = rc.response()
                .putHeader("accept-ranges", "bytes")
                .putHeader("etag", tag)
                // A talk stays in nobody's cache.
                .putHeader("cache-control", "private, no-store");
        // If-Range names the file that the asker has the beginning of; for another one it gets the whole.
        var ifRange = rc.request().getHeader("if-range");
        var asked = rc.request().getHeader("range");
        var range = ByteRange.of(ifRange == null || ifRange.equals(tag) ? asked : null, size);
        // Compressed bytes would have other offsets.
        response.putHeader("content-encoding", "identity");
        switch (range) {
            case ByteRange.Unsatisfiable _ -> {
                response.setStatusCode(416)
                        .putHeader("content-range", "bytes */" + size)
                        .end();
                return;
            }
            case ByteRange.Whole _ -> send(rc, who, recording, opened, new ByteRange.Part(0, size - 1));
            case ByteRange.Part part -> {
                response.setStatusCode(206)
                        .putHeader("content-range", "bytes " + part.first() + "-" + part.last() + "/" + size);
                send(rc, who, recording, opened, part);
            }
        }
    }

    private void send(
            RoutingContext rc, SignedIn who, Recording recording, Recordings.Opened opened, ByteRange.Part part)
            throws IOException {
        var response = rc.response()
                .putHeader("content-type", "audio/wav")
                .putHeader("content-length", Long.toString(part.length()))
                .putHeader(
                        "content-disposition",
                        "inline; filename=\"" + recording.call() + "-" + recording.part() + ".wav\"");
        if (rc.request().method().equals(HttpMethod.HEAD)) {
            response.end().await();
            return;
        }
        recordings.noteListening(who, recording);
        if (rc.request().version() == HttpVersion.HTTP_2) {
            // Vert.x sends open files over HTTP/1 only.
            sendBlocks(response, opened.channel(), part);
        } else {
            response.sendFile(opened.channel(), part.first(), part.length()).await();
        }
    }

    private static void sendBlocks(HttpServerResponse response, FileChannel channel, ByteRange.Part part)
            throws IOException {
        var at = part.first();
        while (at <= part.last()) {
            var block = ByteBuffer.allocate((int) Math.min(BLOCK, part.last() - at + 1));
            while (block.hasRemaining()) {
                if (channel.read(block, at + block.position()) < 0) {
                    throw new EOFException("the recording became shorter while it was sent");
                }
            }
            at += block.position();
            response.write(Buffer.buffer(block.array())).await();
        }
        response.end().await();
    }

    private void hold(RoutingContext rc) {
        var who = signedIn(rc);
        var call = call(rc);
        recordings.requireHolding(who, call);
        var body = rc.body().asJsonObject();
        if (body == null
                || !(body.getValue("why") instanceof String why)
                || !(body.getValue("until") instanceof String until)) {
            throw Refused.invalid("\"why\" and \"until\" must be given as text");
        }
        var hold = recordings.hold(who, call, PlainText.of("why", why), time(until));
        rc.response()
                .setStatusCode(201)
                .putHeader("content-type", "application/json")
                .end(json(hold).encode());
    }

    private void release(RoutingContext rc) {
        recordings.release(signedIn(rc), call(rc), uuid(rc.pathParam("hold")));
        rc.response().setStatusCode(204).end();
    }

    private void problems(RoutingContext rc) {
        var who = signedIn(rc);
        var asked = rc.request().getParam("hotline");
        var hotline = asked == null ? who.hotline() : new HotlineCode(asked);
        var list = new JsonArray();
        recordings
                .problems(who, hotline, number(rc, "limit", DEFAULT_LIMIT, MAX_LIMIT))
                .forEach(recording -> list.add(json(recording)
                        .put("call", recording.call().value())
                        .put("arrivedAt", recording.arrivedAt().toString())));
        rc.json(list);
    }

    private static JsonObject json(Recording recording) {
        var json = new JsonObject().put("part", recording.part()).put("state", word(recording.state()));
        recording
                .state()
                .known()
                .ifPresent(content -> json.put("bytes", content.bytes())
                        .put("durationMillis", content.duration().toMillis())
                        .put("sha256", content.checksum().hex())
                        .put("madeAt", content.madeAt().toString()));
        return switch (recording.state()) {
            case RecordingState.Missing(var since, var _) -> json.put("since", since.toString());
            case RecordingState.Changed(var since, var _) -> json.put("since", since.toString());
            case RecordingState.Unreadable(var since, var why, var _) ->
                json.put("since", since.toString()).put("why", why);
            case RecordingState.Deleted(var at) -> json.put("since", at.toString());
            case RecordingState.Making _, RecordingState.Kept _, RecordingState.Empty _, RecordingState.Deleting _ ->
                json;
        };
    }

    private JsonObject json(RecordingHold hold) {
        var json = new JsonObject()
                .put("id", hold.id().toString())
                .put("by", office.nameOf(hold.by()))
                .put("at", hold.at().toString())
                .put("why", hold.why())
                .put("until", hold.until().toString());
        hold.released()
                .ifPresent(released -> json.put("releasedBy", office.nameOf(released.by()))
                        .put("releasedAt", released.at().toString()));
        return json;
    }

    private static String word(RecordingState state) {
        return switch (state) {
            case RecordingState.Making _ -> "MAKING";
            case RecordingState.Kept _ -> "KEPT";
            case RecordingState.Empty _ -> "EMPTY";
            case RecordingState.Missing _ -> "MISSING";
            case RecordingState.Unreadable _ -> "UNREADABLE";
            case RecordingState.Changed _ -> "CHANGED";
            case RecordingState.Deleting _, RecordingState.Deleted _ -> "DELETED";
        };
    }

    private static CallId call(RoutingContext rc) {
        return CallRoutes.callId(rc);
    }

    private static int part(RoutingContext rc) {
        return number(rc, "part", 1, 100);
    }

    private static int number(RoutingContext rc, String name, int otherwise, int most) {
        var text = rc.request().getParam(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw Refused.invalid(name + " is a number from 1 to " + most);
        }
        return Integer.parseInt(text);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.invalid("\"until\" is a time such as 2027-01-31T00:00:00Z");
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no hold \"" + text + "\"");
        }
    }

    private static SignedIn signedIn(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }
}
