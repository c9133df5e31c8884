package org.hotline12345.telephony.ami;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads messages from bytes, however these are split. Lines end in CR LF (a bare LF is borne), messages in an empty line;
 * further empty lines between messages are skipped, for Asterisk sometimes sends one too many. What is longer than the
 * limits is cut, not refused: a citizen's strange SIP header must not take the link down.
 */
final class AmiDecoder extends ByteToMessageDecoder {
    static final int MAX_LINE_BYTES = 16 * 1024;
    static final int MAX_MESSAGE_BYTES = 256 * 1024;
    static final int MAX_FIELDS = 2_000;

    private static final String BANNER_START = "Asterisk Call Manager/";
    private static final String END_OF_OUTPUT = "--END COMMAND--";

    private List<AmiMessage.Field> fields = new ArrayList<>();
    private int messageBytes;
    private boolean cut;
    /** Whether the rest of a line is skipped, because its beginning filled the limit. */
    private boolean skipping;
    /** Whether the message is {@code Response: Follows}, whose output has lines of any shape and its own end. */
    private boolean follows;

    private boolean begun;
    /** How many bytes after the reader index are known to hold no line end: a slow line is not searched again. */
    private int searched;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        var end = in.indexOf(in.readerIndex() + searched, in.writerIndex(), (byte) '\n');
        if (end < 0) {
            searched = in.readableBytes();
            if (skipping) {
                in.skipBytes(searched);
                searched = 0;
            } else if (searched > MAX_LINE_BYTES) {
                line(in.readCharSequence(MAX_LINE_BYTES, StandardCharsets.UTF_8).toString(), MAX_LINE_BYTES, out);
                in.skipBytes(in.readableBytes());
                searched = 0;
                cut = true;
                skipping = true;
            }
            return;
        }
        searched = 0;
        var length = end - in.readerIndex();
        if (skipping) {
            in.skipBytes(length + 1);
            skipping = false;
            return;
        }
        var text = length > 0 && in.getByte(end - 1) == '\r' ? length - 1 : length;
        var kept = Math.min(text, MAX_LINE_BYTES);
        var line = in.readCharSequence(kept, StandardCharsets.UTF_8).toString();
        in.skipBytes(length - kept + 1);
        if (kept < text) {
            cut = true;
        }
        line(line, kept, out);
    }

    private void line(String line, int bytes, List<Object> out) {
        if (!begun) {
            begun = true;
            if (line.startsWith(BANNER_START)) {
                out.add(new AmiMessage(List.of(new AmiMessage.Field(AmiMessage.BANNER, line)), cut));
                return;
            }
        }
        if (follows && isOutput(line)) {
            var ends = line.endsWith(END_OF_OUTPUT);
            var text = ends ? line.substring(0, line.length() - END_OF_OUTPUT.length()) : line;
            if (!ends || !text.isEmpty()) {
                add("Output", text, bytes);
            }
            follows = !ends;
            return;
        }
        if (line.isEmpty()) {
            finish(out);
            return;
        }
        var colon = line.indexOf(':');
        if (colon < 0) {
            add("", line, bytes);
            return;
        }
        var value = line.startsWith(" ", colon + 1) ? line.substring(colon + 2) : line.substring(colon + 1);
        var key = line.substring(0, colon);
        follows |= fields.isEmpty() && key.equals("Response") && value.equals("Follows");
        add(key, value, bytes);
    }

    /** Whether a line of a {@code Response: Follows} is output, not one of the headers before it. */
    private boolean isOutput(String line) {
        var header = line.startsWith("Privilege: ") || line.startsWith("ActionID: ") || line.startsWith("Message: ");
        return !header || fields.stream().anyMatch(field -> field.key().equals("Output"));
    }

    private void add(String key, String value, int bytes) {
        if (fields.size() >= MAX_FIELDS || messageBytes + bytes > MAX_MESSAGE_BYTES) {
            cut = true;
            return;
        }
        messageBytes += bytes;
        fields.add(new AmiMessage.Field(key, value));
    }

    private void finish(List<Object> out) {
        if (fields.isEmpty()) {
            return;
        }
        out.add(new AmiMessage(fields, cut));
        fields = new ArrayList<>();
        messageBytes = 0;
        cut = false;
    }
}
