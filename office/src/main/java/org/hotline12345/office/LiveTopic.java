package org.hotline12345.office;

/** A stream of messages to people's open browsers. Messages are hints of the moment; the truth stays in the rows. */
public interface LiveTopic {
    /** Sends to each open browser of that person that may read the topic; dropped where none is open. */
    void publish(PersonId to, String json);

    /** Sends to each open browser whose person may read the topic at that hotline. */
    void publish(HotlineCode hotline, String json);
}
