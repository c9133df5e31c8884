package org.hotline12345.ops.imports;

import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.Office;

/**
 * Where rows go.
 *
 * @param pools the pool of a module's role
 * @param passwords where one-time passwords are written, asked for by the kind that makes some
 */
public record Target(
        Office office, Hotline hotline, Clock clock, Function<String, Pool> pools, Supplier<PasswordFile> passwords) {}
