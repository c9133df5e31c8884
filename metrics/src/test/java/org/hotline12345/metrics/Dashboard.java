package org.hotline12345.metrics;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files beside the code: the dashboard and the rules. */
final class Dashboard {
    static final Path RULES = Path.of("src/main/prometheus/hotline.rules.yml");
    private static final Path FILE = Path.of("src/main/grafana/hotline.json");
    private static final Pattern RECORD = Pattern.compile("record: (\\S+)");
    private static final Pattern NAME = Pattern.compile("\\bhotline[_:][a-z0-9_:]+");

    private Dashboard() {}

    /** The expressions of all panels, for all hotlines. */
    static List<String> expressions() {
        return new JsonObject(read(FILE))
                .getJsonArray("panels").stream()
                        .flatMap(panel -> ((JsonObject) panel).getJsonArray("targets").stream())
                        .map(target -> ((JsonObject) target).getString("expr").replace("$hotline", ".*"))
                        .toList();
    }

    static List<String> recorded() {
        return RECORD.matcher(read(RULES))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    static List<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).distinct().toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
