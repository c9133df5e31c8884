package org.hotline12345.ticketing.likeness;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A place in words, made comparable: neighbours of one street or village are at one place. */
public final class Place {
    private static final Pattern HOUSE = Pattern.compile("[0-9一二三四五六七八九十]+(号|栋|幢|座|楼|单元|室|户).*$");
    private static final Pattern NOISE = Pattern.compile("[\\p{P}\\p{Z}\\s]+");

    private Place() {}

    /** Empty text where no place is given. */
    public static String of(Optional<String> area) {
        var folded = Normalizer.normalize(area.orElse(""), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        var bare = NOISE.matcher(folded).replaceAll("");
        var street = HOUSE.matcher(bare).replaceAll("");
        return street.isEmpty() ? bare : street;
    }
}
