package org.hotline12345.office;

import java.util.regex.Pattern;

/**
 * One thing that a role may do, named {@code module.verb} by the module whose word it is, such as
 * {@code ticketing.dispatch}. Which role has which rights is data (table {@code office.role_right}).
 */
public record Right(String name) {
    private static final Pattern SHAPE = Pattern.compile("[a-z]+\\.[a-z-]+");

    public Right {
        if (!SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException("right \"" + name + "\" is not of the form module.verb");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
