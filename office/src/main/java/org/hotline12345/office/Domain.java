package org.hotline12345.office;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What matters are sorted by (事项归口): 城乡建设, 市政, 路灯. A hotline's domains are a tree.
 *
 * @param code 1 to 32 letters, digits, {@code .} or {@code -}; it stays when the name changes
 * @param parent the code of the domain that it is a part of
 */
public record Domain(HotlineCode hotline, String code, String name, Optional<String> parent) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9.-]{1,32}");

    public Domain {
        code = checked(code);
    }

    /** @throws IllegalArgumentException when it can be no domain's code */
    public static String checked(String code) {
        if (!SHAPE.matcher(code).matches()) {
            throw new IllegalArgumentException("a domain's code is 1 to 32 letters, digits, \".\" or \"-\"");
        }
        return code;
    }
}
