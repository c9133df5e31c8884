package org.hotline12345.office;

/** Where modules register what they send to browsers; the web server's one {@code /ws} per browser serves them. */
public interface LiveTopics {
    /**
     * Opens a topic. Browsers get frames {@code {"topic": NAME, "data": JSON}}.
     *
     * @param name unique, {@code module.noun}, such as {@code ticketing.pop}
     * @param needed the right that is checked at subscribe and at publish
     */
    LiveTopic open(String name, Right needed);
}
