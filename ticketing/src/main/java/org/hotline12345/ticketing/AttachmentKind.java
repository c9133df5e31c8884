package org.hotline12345.ticketing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may be attached. A file is what its content says, whatever its name is. */
public enum AttachmentKind {
    JPEG("image/jpeg", "jpg jpeg"),
    PNG("image/png", "png"),
    GIF("image/gif", "gif"),
    WEBP("image/webp", "webp"),
    PDF("application/pdf", "pdf"),
    MP4("video/mp4", "mp4 m4a mov"),
    MP3("audio/mpeg", "mp3"),
    WAV("audio/wav", "wav"),
    AMR("audio/amr", "amr"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    /** So many bytes of a file's beginning tell what it is. */
    static final int HEAD = 16;

    private final String mediaType;
    /** Divided by blanks; the first is the usual one. */
    private final String extensions;

    AttachmentKind(String mediaType, String extensions) {
        this.mediaType = mediaType;
        this.extensions = extensions;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The name with an extension that fits the content: what is saved opens as what it is. */
    String named(String name) {
        var usual = List.of(extensions.split(" "));
        var lower = name.toLowerCase(Locale.ROOT);
        return usual.stream().anyMatch(extension -> lower.endsWith("." + extension))
                ? name
                : name + "." + usual.getFirst();
    }

    /** What begins like that; a zip archive, and so a document of an office program, is none of these. */
    static Optional<AttachmentKind> beginning(byte[] head) {
        if (starts(head, 0, 0xff, 0xd8, 0xff)) {
            return Optional.of(JPEG);
        }
        if (starts(head, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return Optional.of(PNG);
        }
        if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (starts(head, 0, "RIFF") && starts(head, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        if (starts(head, 0, "RIFF") && starts(head, 8, "WAVE")) {
            return Optional.of(WAV);
        }
        if (starts(head, 0, "%PDF-")) {
            return Optional.of(PDF);
        }
        if (starts(head, 4, "ftyp")) {
            return Optional.of(MP4);
        }
        if (starts(head, 0, "#!AMR")) {
            return Optional.of(AMR);
        }
        if (starts(head, 0, "ID3") || starts(head, 0, 0xff, 0xfb) || starts(head, 0, 0xff, 0xf3)) {
            return Optional.of(MP3);
        }
        return Optional.empty();
    }

    static boolean isZip(byte[] head) {
        return starts(head, 0, 'P', 'K', 3, 4);
    }

    private static boolean starts(byte[] head, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return head.length >= at + bytes.length && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
    }

    private static boolean starts(byte[] head, int at, int... bytes) {
        if (head.length < at + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[at + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
