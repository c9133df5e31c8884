package org.hotline12345.ops.imports;

import java.util.List;
import org.hotline12345.ops.imports.Kind.Stored;

/**
 * What an import came to.
 *
 * @param loaded whether anything was to be stored: not where a row was bad, unless bad rows are skipped
 * @param badRows how many rows are not taken
 * @param problems the first of what is wrong with them
 * @param furtherProblems how many more there are
 * @param unreadColumns titles in the file that this kind does not know
 */
public record Outcome(
        boolean loaded,
        long rows,
        long badRows,
        List<Problem> problems,
        long furtherProblems,
        List<String> unreadColumns,
        Stored stored) {
    public Outcome {
        problems = List.copyOf(problems);
        unreadColumns = List.copyOf(unreadColumns);
    }
}
