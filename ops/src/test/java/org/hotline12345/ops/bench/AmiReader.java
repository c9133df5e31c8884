package org.hotline12345.ops.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.asteriskjava.manager.DefaultManagerConnection;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.telephony.ami.AmiArrival;
import org.hotline12345.telephony.ami.AmiLink;

/** Reads the stream of the Asterisk that it is connected to, until it is closed. */
interface AmiReader extends AutoCloseable {
    String name();

    @Override
    void close();

    /** Our link, with a thread that takes batches as the one for calls does. */
    record Ours(AmiLink link) implements AmiReader {
        private static final int INBOX_LIMIT = 10_000;
        private static final int BATCH_LIMIT = 200;

        static Ours open(int port, Path folder, AmiTaker taker) throws IOException {
            var secret = Files.writeString(folder.resolve("secret"), "bench-secret");
            var settings =
                    Settings.parse("bench", "ami: {port: %d, secret-file: %s}".formatted(port, secret), Map.of());
            var link = AmiLink.open(TelephonyConfig.read(settings).first().ami(), Clock.systemUTC(), INBOX_LIMIT);
            Thread.ofPlatform().daemon().name("hotline-calls").start(() -> take(link, taker));
            return new Ours(link);
        }

        private static void take(AmiLink link, AmiTaker taker) {
            try {
                for (var arrivals = link.take(BATCH_LIMIT); !arrivals.isEmpty(); arrivals = link.take(BATCH_LIMIT)) {
                    for (var arrival : arrivals) {
                        switch (arrival) {
                            case AmiArrival.Up _ -> taker.up();
                            case AmiArrival.Down _ -> taker.down();
                            case AmiArrival.Heard(var message) ->
                                taker.take(message.event(), AmiStream.micros(message.get("Timestamp")));
                        }
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public String name() {
            return "ours";
        }

        @Override
        public void close() {
            // the thread ends when nothing more can be taken
            link.close();
        }
    }

    /** asterisk-java's connection with one listener. */
    record AsteriskJava(DefaultManagerConnection connection) implements AmiReader {
        static AsteriskJava open(int port, AmiTaker taker) throws Exception {
            var connection = new DefaultManagerConnection("127.0.0.1", port, "hotline", "bench-secret");
            connection.addEventListener(event -> {
                // Its own words, such as that it is connected, have no time.
                if (event.getTimestamp() != null) {
                    taker.take(event.getClass().getSimpleName(), Math.round(event.getTimestamp() * 1e6));
                }
            });
            connection.login();
            return new AsteriskJava(connection);
        }

        @Override
        public String name() {
            return "asterisk-java";
        }

        @Override
        public void close() {
            connection.logoff();
        }
    }

    /** The least that anybody would write with Netty: lines to lists of key and value, and no word about anything else. */
    record Bare(MultiThreadIoEventLoopGroup loop) implements AmiReader {
        private record Pair(String key, String value) {}

        static Bare open(int port, AmiTaker taker) throws InterruptedException {
            var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channel.pipeline().addLast(new Decoder(), new Handler(taker));
                        }
                    })
                    .connect("127.0.0.1", port)
                    .sync();
            return new Bare(loop);
        }

        @Override
        public String name() {
            return "bare";
        }

        @Override
        public void close() {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }

        private static final class Decoder extends ByteToMessageDecoder {
            private List<Pair> pairs = new ArrayList<>();

            @Override
            protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
                while (true) {
                    var end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
                    if (end < 0) {
                        return;
                    }
                    var line = in.toString(in.readerIndex(), end - in.readerIndex() - 1, StandardCharsets.UTF_8);
                    in.readerIndex(end + 1);
                    var colon = line.indexOf(": ");
                    if (colon >= 0) {
                        pairs.add(new Pair(line.substring(0, colon), line.substring(colon + 2)));
                    } else if (!pairs.isEmpty()) {
                        out.add(pairs);
                        pairs = new ArrayList<>();
                    }
                }
            }
        }

        private static final class Handler extends SimpleChannelInboundHandler<List<Pair>> {
            private final AmiTaker taker;

            Handler(AmiTaker taker) {
                this.taker = taker;
            }

            @Override
            public void channelActive(ChannelHandlerContext context) {
                var logIn = "Action: Login\r\nActionID: bare\r\n\r\n";
                var _ = context.writeAndFlush(Unpooled.copiedBuffer(logIn, StandardCharsets.UTF_8));
            }

            @Override
            protected void channelRead0(ChannelHandlerContext context, List<Pair> pairs) {
                var event = get(pairs, "Event");
                if (event.isEmpty()) {
                    taker.up();
                } else {
                    taker.take(event, AmiStream.micros(get(pairs, "Timestamp")));
                }
            }

            private static String get(List<Pair> pairs, String key) {
                for (var pair : pairs) {
                    if (pair.key().equals(key)) {
                        return pair.value();
                    }
                }
                return "";
            }
        }
    }
}
