package org.hotline12345.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder into which the web server unpacks the console's files while the program runs. A program that was killed leaves its
 * folder behind; it lies in the data folder, of which there is one program at a time, so that the next one can take it away.
 */
final class WebCache {
    private static final Logger LOG = LoggerFactory.getLogger(WebCache.class);
    private static final String NAME = "web-cache";

    private WebCache() {}

    /** Takes away what earlier programs left, and says where the folder of this one goes; a random word is put after its name. */
    static String in(Path data) {
        try (var left = Files.newDirectoryStream(Files.createDirectories(data), NAME + "-*")) {
            for (var folder : left) {
                delete(folder);
            }
        } catch (IOException e) {
            LOG.warn("what an earlier program left in {} cannot be taken away: {}", data, e.toString());
        }
        return data.resolve(NAME).toString();
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
