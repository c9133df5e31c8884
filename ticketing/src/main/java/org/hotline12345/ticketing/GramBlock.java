package org.hotline12345.ticketing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Some grams of a segment with the numbers of their tickets, in few bytes: most grams are rare, and a row for each would
 * be mostly overhead. A gram, then the length of its list, then the list, see {@link Postings}; a number is kept as its
 * distance from the segment's highest.
 */
final class GramBlock {
    /** Blocks of a segment: so many that one is small enough to be read for a single gram. */
    private static final int BITS = 14;

    private static final int SPREAD = 0x9E3779B1;

    /** A gram and the numbers of its tickets, ascending. */
    @SuppressWarnings("ArrayRecordComponent") // made and read here, compared nowhere
    record Entry(int gram, long[] numbers) {}

    private GramBlock() {}

    /** The block that a gram stands in. */
    static int of(int gram) {
        return (gram * SPREAD) >>> (Integer.SIZE - BITS);
    }

    static byte[] pack(List<Entry> entries, long highest) {
        var bytes = new ByteArrayOutputStream(entries.size() * 16);
        for (var entry : entries) {
            var list = Postings.pack(mirrored(entry.numbers(), highest));
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(entry.gram()).array());
            bytes.writeBytes(Postings.pack(new long[] {list.length}));
            bytes.writeBytes(list);
        }
        return bytes.toByteArray();
    }

    static List<Entry> unpack(byte[] block, long highest) {
        var entries = new ArrayList<Entry>();
        var bytes = ByteBuffer.wrap(block);
        while (bytes.hasRemaining()) {
            var gram = bytes.getInt();
            entries.add(new Entry(gram, list(bytes, highest)));
        }
        return entries;
    }

    /** The numbers of one gram's tickets; none when it is not there. */
    static long[] numbers(byte[] block, int gram, long highest) {
        var bytes = ByteBuffer.wrap(block);
        while (bytes.hasRemaining()) {
            if (bytes.getInt() == gram) {
                return list(bytes, highest);
            }
            var length = length(bytes);
            bytes.position(bytes.position() + length);
        }
        return new long[0];
    }

    /** All that stands in one of them at least. */
    static List<Entry> merged(List<Entry> some, List<Entry> others) {
        var byGram = new TreeMap<Integer, long[]>();
        some.forEach(entry -> byGram.put(entry.gram(), entry.numbers()));
        others.forEach(entry -> byGram.merge(entry.gram(), entry.numbers(), Postings::either));
        return byGram.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static long[] list(ByteBuffer bytes, long highest) {
        var list = new byte[length(bytes)];
        bytes.get(list);
        return mirrored(Postings.unpack(list), highest);
    }

    private static int length(ByteBuffer bytes) {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            var one = bytes.get();
            length |= (one & 0x7F) << shift;
            if (one >= 0) {
                return length;
            }
        }
    }

    /** Numbers as distances and distances as numbers: the highest has 1. Ascending both. */
    private static long[] mirrored(long[] ascending, long highest) {
        return LongStream.range(0, ascending.length)
                .map(i -> highest + 1 - ascending[(int) (ascending.length - 1 - i)])
                .toArray();
    }
}
