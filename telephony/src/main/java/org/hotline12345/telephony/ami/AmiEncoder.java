package org.hotline12345.telephony.ami;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;
import java.nio.charset.StandardCharsets;

/** Writes actions as bytes. */
final class AmiEncoder extends MessageToByteEncoder<AmiAction> {
    AmiEncoder() {
        super(AmiAction.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, AmiAction action, ByteBuf out) {
        line(out, "Action", action.name());
        action.fields().forEach(field -> line(out, field.key(), field.value()));
        out.writeByte('\r').writeByte('\n');
    }

    private static void line(ByteBuf out, String key, String value) {
        out.writeCharSequence(key + ": " + value + "\r\n", StandardCharsets.UTF_8);
    }
}
