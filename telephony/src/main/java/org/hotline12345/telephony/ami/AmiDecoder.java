package org.hotline12345.telephony.ami;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** Gives the bytes of a connection to the parser, and its messages to the session. */
final class AmiDecoder extends SimpleChannelInboundHandler<ByteBuf> {
    private final AmiParser parser = new AmiParser();
    /** Small enough to stay in the processor's cache, where the parser finds it. */
    private final byte[] piece = new byte[16 * 1024];

    AmiDecoder() {
        super(ByteBuf.class);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
        while (in.isReadable()) {
            var count = Math.min(piece.length, in.readableBytes());
            in.readBytes(piece, 0, count);
            parser.read(piece, count, context::fireChannelRead);
        }
    }
}
