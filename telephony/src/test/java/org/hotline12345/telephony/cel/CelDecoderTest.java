package org.hotline12345.telephony.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CelDecoderTest {
    /** Rows, torn rows, noise and a row that is too long, in one file. */
    private static final byte[] STREAM = stream();

    @Property(tries = 300)
    void whatWasWrittenIsRead(@ForAll("anyRows") List<CelRow> rows) {
        assertThat(entries(Rows.bytes(rows))).isEqualTo(rows);
    }

    @Property(tries = 300)
    void anySplitOfTheBytesGivesTheSameEntriesAtTheSamePlaces(@ForAll("sizes") List<Integer> sizes) {
        assertThat(decodedAsItGrows(STREAM, sizes)).isEqualTo(decodedAsItGrows(STREAM, List.of(STREAM.length)));
    }

    @Property(tries = 500)
    void anyBytesAreReadToTheEndAndLeaveTheNextRowsWhole(@ForAll("noise") byte[] noise) {
        var next = Rows.rows(1, 3);
        var entries = entries(concat(noise, Rows.bytes(next)));
        assertThat(entries.subList(Math.max(0, entries.size() - 3), entries.size()))
                .isEqualTo(next);
    }

    @Property(tries = 500)
    void rowThatWasTornOffIsDamagedAndTheNextIsWhole(
            @ForAll("anyRow") CelRow torn, @ForAll("anyRow") CelRow next, @ForAll @IntRange(min = 1) int cut) {
        var whole = Rows.bytes(List.of(torn));
        var kept = 1 + cut % (whole.length - 1);
        var entries = entries(concat(Arrays.copyOf(whole, kept), Rows.bytes(List.of(next))));
        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst()).isInstanceOf(CelEntry.Damaged.class);
        assertThat(((CelEntry.Damaged) entries.getFirst()).bytes()).isEqualTo(kept);
        assertThat(entries.getLast()).isEqualTo(next);
    }

    @Test
    void rowWithoutItsNewlineIsNotThereYet() {
        var bytes = Rows.bytes(Rows.rows(1, 2));
        var cut = bytes.length - 1;
        assertThat(CelDecoder.decode(bytes, cut, false, 10)).hasSize(1);
        var ended = CelDecoder.decode(bytes, cut, true, 10);
        assertThat(ended).hasSize(2);
        assertThat(ended.getLast().entry())
                .isEqualTo(new CelEntry.Damaged(cut - ended.getFirst().end(), "the row has no end"));
    }

    @Test
    void rowThatIsTooLongIsPassedOverInPiecesOfTheLimit() {
        var tooLong = "\"CHAN_START\",\"1795580976.067058\",\"" + "x".repeat(200_000) + "\"\n";
        var entries = entries(Rows.bytes(tooLong + Rows.text(Rows.row(1))));
        assertThat(entries).hasSize(5);
        assertThat(entries.getFirst())
                .isEqualTo(new CelEntry.Damaged(
                        CelDecoder.MAX_ROW_BYTES, "longer than " + CelDecoder.MAX_ROW_BYTES + " bytes"));
        assertThat(entries.getLast()).isEqualTo(Rows.row(1));
    }

    @Test
    void longestRowIsARow() {
        var empty = Rows.text(withCaller("")).length();
        var longest = withCaller("x".repeat(CelDecoder.MAX_ROW_BYTES - empty));
        var tooLong = withCaller("x".repeat(CelDecoder.MAX_ROW_BYTES - empty + 1));
        assertThat(entries(Rows.bytes(List.of(longest)))).containsExactly(longest);
        assertThat(entries(Rows.bytes(List.of(tooLong)))).hasOnlyElementsOfType(CelEntry.Damaged.class);
    }

    @Test
    void callerCanNotWriteARow() {
        var forged = Rows.text(Rows.row(7));
        for (var caller : List.of(forged, "\"\n" + forged, "\",\"\"\n" + forged + "\"", "\\\"\n" + forged)) {
            var row = withCaller(caller);
            assertThat(entries(Rows.bytes(List.of(row, Rows.row(1))))).containsExactly(row, Rows.row(1));
            var torn = Rows.text(row).substring(3);
            assertThat(entries(Rows.bytes(torn + Rows.text(Rows.row(1)))))
                    .doesNotContain(Rows.row(7))
                    .endsWith(Rows.row(1));
        }
    }

    @Test
    void typeAndTimeMustBeSuch() {
        var good = Rows.text(Rows.row(1));
        for (var bad : List.of(
                good.replace("CHAN_START", ""),
                good.replace("CHAN_START", "CHAN START"),
                good.replace("CHAN_START", "X".repeat(65)),
                good.replace("1795580976.067059", "1795580976"),
                good.replace("1795580976.067059", "1795580976.06705"),
                good.replace("1795580976.067059", "999999999999.067059"),
                good.replace("1795580976.067059", "-1.067059"),
                good.replace("\n", "\r\n"),
                good.replace("\"\n", "\",\"\"\n"),
                good.replace(",\"\"\n", "\n"))) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(entries(Rows.bytes(bad))).as(bad).isNotEmpty().hasOnlyElementsOfType(CelEntry.Damaged.class);
        }
    }

    @Test
    void bytesThatAreNoTextStandAsReplacementCharacters() {
        var bytes = Rows.bytes(List.of(withCaller("154?01")));
        bytes[new String(bytes, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xff;
        assertThat(entries(bytes)).containsExactly(withCaller("154\ufffd01"));
    }

    @Test
    void nothingOfACitizenIsInTheWords() {
        var row = new CelRow(
                "HANGUP",
                Rows.START,
                "u",
                "l",
                "15400000001",
                "15400000002",
                "c",
                "Local/15400000003@x",
                "Dial",
                "PJSIP/15400000004@carrier",
                "PJSIP/15400000005",
                "{\"extension\":\"15400000006\"}");
        assertThat(row.toString()).isEqualTo("HANGUP at 2026-11-25T04:29:36.067058Z on u of l");
        assertThat(new Batch.Entry(row, new Position(FileIdentity.ofFirstRow(new byte[0], 0), 1)).toString())
                .doesNotContain("1540000000");
    }

    @Test
    void extraIsReadByKey() {
        var row = withExtra("{\"hangupcause\":16,\"hangupsource\":\"\",\"a\":{\"b\":1},\"n\":null,\"t\":true}");
        assertThat(row.extra("hangupcause")).contains("16");
        assertThat(row.extra("hangupsource")).contains("");
        assertThat(row.extra("a")).contains("{\"b\":1}");
        assertThat(row.extra("t")).contains("true");
        assertThat(row.extra("n")).isEmpty();
        assertThat(row.extra("other")).isEmpty();
        for (var bad : List.of("", "{", "[1]", "null", "text", "{\"a\":1} x", "\"a\"", "{\"a\":" + "[".repeat(5_000))) {
            assertThat(withExtra(bad).extra("a")).as(bad).isEmpty();
        }
    }

    @Provide
    Arbitrary<CelRow> anyRow() {
        var text = Arbitraries.strings()
                .withChars('"', ',', '\n', '\r', '\\', 'a', '0', '.', '_', '中')
                .ofMaxLength(30);
        var time = Arbitraries.longs()
                .between(0, 9_999_999_999_999_999L)
                .map(micros -> Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
        return Combinators.combine(
                        Arbitraries.strings()
                                .withCharRange('A', 'Z')
                                .withChars('_')
                                .ofMinLength(1)
                                .ofMaxLength(64),
                        time,
                        text.list().ofSize(10))
                .as((type, at, texts) -> new CelRow(
                        type,
                        at,
                        texts.get(0),
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        texts.get(4),
                        texts.get(5),
                        texts.get(6),
                        texts.get(7),
                        texts.get(8),
                        texts.get(9)));
    }

    @Provide
    Arbitrary<List<CelRow>> anyRows() {
        return anyRow().list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers()
                .between(0, STREAM.length)
                .list()
                .ofMaxSize(40)
                .map(sizes -> sizes.stream().sorted().toList());
    }

    @Provide
    Arbitrary<byte[]> noise() {
        return Arbitraries.strings()
                .withChars('"', ',', '\n', 'A', '1', '.')
                .ofMaxLength(200)
                .map(Rows::bytes);
    }

    private static CelRow withCaller(String caller) {
        var row = Rows.row(5);
        return new CelRow(
                row.type(),
                row.at(),
                row.uniqueId(),
                row.linkedId(),
                caller,
                row.exten(),
                row.context(),
                row.channel(),
                row.app(),
                row.appData(),
                row.peer(),
                row.extra());
    }

    private static CelRow withExtra(String extra) {
        var row = Rows.row(5);
        return new CelRow(
                row.type(),
                row.at(),
                row.uniqueId(),
                row.linkedId(),
                row.caller(),
                row.exten(),
                row.context(),
                row.channel(),
                row.app(),
                row.appData(),
                row.peer(),
                extra);
    }

    private static List<CelEntry> entries(byte[] bytes) {
        return CelDecoder.decode(bytes, bytes.length, true, 100_000).stream()
                .map(CelDecoder.Piece::entry)
                .toList();
    }

    /** What a reader sees who looks whenever the file has grown to one of the sizes, and once when it has ended. */
    private static List<CelDecoder.Piece> decodedAsItGrows(byte[] file, List<Integer> sizes) {
        var all = new ArrayList<CelDecoder.Piece>();
        var offset = 0;
        for (var size : sizes) {
            offset = decodeFrom(file, offset, Math.max(size, offset), false, all);
        }
        decodeFrom(file, offset, file.length, true, all);
        return all;
    }

    private static int decodeFrom(byte[] file, int offset, int size, boolean ended, List<CelDecoder.Piece> all) {
        var bytes = Arrays.copyOfRange(file, offset, size);
        var end = offset;
        for (var piece : CelDecoder.decode(bytes, bytes.length, ended, 100_000)) {
            end = offset + piece.end();
            all.add(new CelDecoder.Piece(piece.entry(), end));
        }
        return end;
    }

    private static byte[] stream() {
        var row = Rows.text(withCaller("154\"\"\n\"CHAN_START\",\"1795580976.067058\",\"中"));
        var text = new StringBuilder();
        for (int cut = 1; cut < row.length(); cut += 13) {
            text.append(row, 0, cut).append(row);
        }
        text.append("noise \"\"\n\"").append(row).append(row);
        text.append("\"CHAN_START\",\"1795580976.067058\",\"")
                .append("y\"\"".repeat(50_000))
                .append(row);
        return Rows.bytes(text.append(row, 0, 90).toString());
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
