package org.hotline12345.ops.imports;

/** Why a row is not taken. */
public record Problem(int line, String column, String reason) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + reason;
    }
}
