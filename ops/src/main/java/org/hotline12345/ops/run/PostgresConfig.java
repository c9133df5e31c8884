package org.hotline12345.ops.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What the PostgreSQL that the program brings along needs to know.
 *
 * @param folder where its rows, passwords and logs are kept; made at the first start
 * @param port the port on 127.0.0.1; 0 takes any free one
 * @param zone zone in which the database shows times; fixed when the folder is made
 * @param startLimit how long a start may take, recovery after a crash included
 * @param stopLimit how long open transactions are given to end before they are broken off
 */
public record PostgresConfig(Path folder, int port, ZoneId zone, Duration startLimit, Duration stopLimit) {
    /** The key that a message about a taken port names. */
    static final String PORT_KEY = "database.port";

    /** In the data folder, with limits that fit a database of some years. */
    public static PostgresConfig in(Path data, int port, ZoneId zone) {
        return new PostgresConfig(data.resolve("postgres"), port, zone, Duration.ofMinutes(5), Duration.ofSeconds(20));
    }
}
