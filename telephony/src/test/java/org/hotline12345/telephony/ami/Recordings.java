package org.hotline12345.telephony.ami;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a real Asterisk said, read by our decoder. */
public final class Recordings {
    private Recordings() {}

    public static List<AmiMessage> messages(String recording) {
        return decode(List.of(bytes(recording)));
    }

    static byte[] bytes(String recording) {
        try (var in = Recordings.class.getResourceAsStream("/recordings/" + recording)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the decoder the bytes in these pieces. */
    static List<AmiMessage> decode(List<byte[]> pieces) {
        var channel = new EmbeddedChannel(new AmiDecoder());
        var messages = new ArrayList<AmiMessage>();
        for (var piece : pieces) {
            channel.writeInbound(Unpooled.wrappedBuffer(piece));
            for (AmiMessage message = channel.readInbound(); message != null; message = channel.readInbound()) {
                messages.add(message);
            }
        }
        channel.finishAndReleaseAll();
        return messages;
    }
}
