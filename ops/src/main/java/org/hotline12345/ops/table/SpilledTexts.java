package org.hotline12345.ops.table;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.usermodel.RichTextString;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.model.SharedStrings;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.hotline12345.office.Refused;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The texts that a workbook's cells refer to, in a temporary file of the owner's: each ticket's content stands there once,
 * so in memory they would be as large as the table. Memory holds eight bytes for each.
 */
final class SpilledTexts implements SharedStrings, AutoCloseable {
    private static final int KEPT_TEXTS = 2_000;
    private static final int KEPT_CHARACTERS = 64;
    private static final int MOST_TEXTS = 20_000_000;

    private final Path path;
    private final RandomAccessFile file;
    /** Where each text begins, and after the last one where it ends. */
    private final long[] places;

    private final int count;
    /** Short texts stand in many cells: natures, units. */
    private final Map<Integer, String> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
            return size() > KEPT_TEXTS;
        }
    };

    private SpilledTexts(Path path, RandomAccessFile file, long[] places, int count) {
        this.path = path;
        this.file = file;
        this.places = places;
        this.count = count;
    }

    static SpilledTexts of(XSSFReader workbook)
            throws IOException, InvalidFormatException, SAXException, ParserConfigurationException {
        var path = Files.createTempFile(
                "hotline-texts",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            var texts = new Texts();
            try (var to = new BufferedOutputStream(Files.newOutputStream(path));
                    var from = workbook.getSharedStringsData()) {
                texts.to = to;
                if (from != null) {
                    var parser = XMLHelper.newXMLReader();
                    parser.setContentHandler(texts);
                    parser.parse(new InputSource(from));
                }
            }
            return new SpilledTexts(path, new RandomAccessFile(path.toFile(), "r"), texts.places, texts.count);
        } catch (IOException
                | InvalidFormatException
                | SAXException
                | ParserConfigurationException
                | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    @Override
    public RichTextString getItemAt(int index) {
        return new XSSFRichTextString(text(index));
    }

    private String text(int index) {
        if (index < 0 || index >= count) {
            throw Refused.invalid("the workbook's cells refer to a text that is not there: save it as .xlsx anew");
        }
        var known = kept.get(index);
        if (known != null) {
            return known;
        }
        try {
            var bytes = new byte[Math.toIntExact(places[index + 1] - places[index])];
            file.seek(places[index]);
            file.readFully(bytes);
            var text = new String(bytes, StandardCharsets.UTF_8);
            if (text.length() <= KEPT_CHARACTERS) {
                kept.put(index, text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int getCount() {
        return count;
    }

    @Override
    public int getUniqueCount() {
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }

    /** Takes the texts out of {@code sharedStrings.xml}: each {@code si} is one, in one or more {@code t}. */
    private static final class Texts extends DefaultHandler {
        private final StringBuilder text = new StringBuilder();
        private long[] places = new long[1_024];
        private int count;
        private @Nullable OutputStream to;
        private boolean inText;
        /** How Chinese or Japanese words are read aloud; no part of the text. */
        private boolean inReading;

        @Override
        public void startElement(@Nullable String uri, String local, @Nullable String name, Attributes attributes) {
            switch (local) {
                case "si" -> text.setLength(0);
                case "t" -> inText = true;
                case "rPh" -> inReading = true;
                default -> {}
            }
        }

        @Override
        public void endElement(@Nullable String uri, String local, @Nullable String name) throws SAXException {
            switch (local) {
                case "si" -> add();
                case "t" -> inText = false;
                case "rPh" -> inReading = false;
                default -> {}
            }
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            if (inText && !inReading && text.length() <= TableFile.MOST_CELL_CHARACTERS) {
                text.append(characters, start, length);
            }
        }

        private void add() throws SAXException {
            if (count == MOST_TEXTS) {
                throw new SAXException("more than " + MOST_TEXTS + " texts");
            }
            if (count + 2 > places.length) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            try {
                Objects.requireNonNull(to).write(bytes);
            } catch (IOException e) {
                throw new SAXException(e);
            }
            places[count + 1] = places[count] + bytes.length;
            count++;
        }
    }
}
