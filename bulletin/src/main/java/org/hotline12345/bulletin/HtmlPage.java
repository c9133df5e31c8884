package org.hotline12345.bulletin;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints a bulletin as one HTML page that needs no other file and no script. */
final class HtmlPage {
    /** A cell of a table's head, which may span columns or both rows. */
    record Head(String text, int columns, int rows) {}

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlPage.class.getClassLoader(), HtmlPage.class.getPackageName());
    // Escaping is off for this text alone: it is ours, and CSS has its own rules.
    private static final String STYLE = "<style>\n" + Resource.text("page.css") + "</style>";

    private HtmlPage() {}

    static byte[] print(Bulletin bulletin) {
        var page = new Utf8ByteOutput();
        TEMPLATES.render("page.jte", Map.of("bulletin", bulletin, "style", STYLE), page);
        try (var bytes = new ByteArrayOutputStream(page.getContentLength())) {
            page.writeTo(bytes::write);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Columns under a common heading share one cell; the others reach down to the second row. */
    static List<Head> firstHeadRow(Block.Table table) {
        var heads = new ArrayList<Head>();
        var columns = table.columns();
        for (int i = 0; i < columns.size(); ) {
            var group = columns.get(i).group();
            int next = i + 1;
            if (group.isEmpty()) {
                heads.add(new Head(columns.get(i).name(), 1, table.isGrouped() ? 2 : 1));
            } else {
                while (next < columns.size() && columns.get(next).group().equals(group)) {
                    next++;
                }
                heads.add(new Head(group, next - i, 1));
            }
            i = next;
        }
        return heads;
    }

    static String kind(Finding finding) {
        return switch (finding.kind()) {
            case CONTRADICTION -> "数据矛盾";
            case PROVISIONAL -> "数据未定";
            case NOTE -> "说明";
        };
    }
}
