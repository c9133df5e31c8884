package org.hotline12345.office;

/**
 * A handling unit (承办单位): a department or township that tickets are dispatched to.
 *
 * @param group the ranking group it belongs to, such as 县直单位 or 乡镇
 */
public record Unit(HotlineCode hotline, UnitCode code, String name, String group) {}
