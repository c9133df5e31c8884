package org.hotline12345.bulletin;

import java.util.List;

/** A part of a bulletin under a heading of the first level: 一、. */
public record Section(String heading, List<Block> blocks) {
    public Section {
        blocks = List.copyOf(blocks);
    }
}
