package org.hotline12345.bulletin;

/** A kind of file that a bulletin is printed as. */
public enum BulletinFormat {
    /** For the office's own text program, laid out after GB/T 9704. */
    DOCX("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    /** For screens and phones; each figure opens its arithmetic. */
    HTML("html", "text/html; charset=utf-8");

    private final String extension;
    private final String mediaType;

    BulletinFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }
}
