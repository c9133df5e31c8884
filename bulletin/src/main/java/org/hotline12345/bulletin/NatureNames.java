package org.hotline12345.bulletin;

import java.util.Map;

/** What a bulletin calls the natures of requests; a nature of the office's own keeps its name. */
final class NatureNames {
    private static final Map<String, String> NAMES = Map.of(
            "INQUIRY", "咨询类",
            "HELP", "求助类",
            "COMPLAINT", "投诉类",
            "TIP_OFF", "举报类",
            "SUGGESTION", "建议类",
            "PRAISE", "表扬类",
            "OTHER", "其他类");

    private NatureNames() {}

    static String of(String code) {
        return NAMES.getOrDefault(code, code);
    }
}
