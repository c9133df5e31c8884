package org.hotline12345.ticketing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Ascending numbers of tickets in few bytes: the first, then the distances, seven bits to a byte, the last byte of each
 * without its high bit.
 */
final class Postings {
    private static final int MORE = 0x80;

    private Postings() {}

    /** @param numbers ascending, none twice */
    static byte[] pack(long[] numbers) {
        var bytes = new ByteArrayOutputStream(numbers.length + 8);
        long before = 0;
        for (var number : numbers) {
            var distance = number - before;
            if (distance <= 0) {
                throw new IllegalArgumentException("numbers must ascend");
            }
            while (distance >= MORE) {
                bytes.write((int) (distance & 0x7F) | MORE);
                distance >>>= 7;
            }
            bytes.write((int) distance);
            before = number;
        }
        return bytes.toByteArray();
    }

    static long[] unpack(byte[] bytes) {
        var numbers = new long[bytes.length];
        int count = 0;
        long number = 0;
        long distance = 0;
        int shift = 0;
        for (var one : bytes) {
            distance |= (long) (one & 0x7F) << shift;
            shift += 7;
            if ((one & MORE) == 0) {
                number += distance;
                numbers[count++] = number;
                distance = 0;
                shift = 0;
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Those that stand in both, ascending. */
    static long[] both(long[] some, long[] others) {
        var shared = new long[Math.min(some.length, others.length)];
        int count = 0;
        for (int i = 0, j = 0; i < some.length && j < others.length; ) {
            if (some[i] == others[j]) {
                shared[count++] = some[i];
                i++;
                j++;
            } else if (some[i] < others[j]) {
                i++;
            } else {
                j++;
            }
        }
        return Arrays.copyOf(shared, count);
    }

    /** Those that stand in one of them at least, ascending. */
    static long[] either(long[] some, long[] others) {
        return LongStream.concat(Arrays.stream(some), Arrays.stream(others))
                .sorted()
                .distinct()
                .toArray();
    }
}
