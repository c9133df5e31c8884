package org.hotline12345.office;

import java.time.ZoneId;

/**
 * A 12345 hotline: one public number with its office.
 *
 * @param number the number citizens dial, digits only
 * @param areaCode telephone area code with its leading 0, used to normalise local numbers
 * @param zone the zone of its days and months (Asia/Shanghai unless configured)
 */
public record Hotline(HotlineCode code, String name, String number, String areaCode, ZoneId zone) {
    public Hotline {
        if (!number.matches("[0-9]{3,12}")) {
            throw new IllegalArgumentException("hotline number \"" + number + "\" is not allowed: 3 to 12 digits");
        }
        if (!areaCode.matches("0[0-9]{2,3}")) {
            throw new IllegalArgumentException("area code \"" + areaCode + "\" is not allowed: 0 and 2 or 3 digits");
        }
    }
}
