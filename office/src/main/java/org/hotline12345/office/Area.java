package org.hotline12345.office;

import java.util.Optional;

/**
 * A place that tickets are about (区域): a town, a street, a village.
 *
 * @param code permanent; names change
 * @param parent code of the area that it lies in
 */
public record Area(HotlineCode hotline, String code, String name, Optional<String> parent) {}
