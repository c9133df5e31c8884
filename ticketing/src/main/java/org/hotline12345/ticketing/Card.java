package org.hotline12345.ticketing;

/** 黄牌, 红牌: issued by the system itself on an overdue reply (seed WY); when, the profile says. */
public enum Card {
    YELLOW,
    RED
}
