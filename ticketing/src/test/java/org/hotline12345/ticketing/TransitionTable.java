package org.hotline12345.ticketing;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Which command leads where, written down by hand: the tests hold the code against it. */
final class TransitionTable {
    private static final String TABLE = """
            state            | answer | dispatch   | acknowledge | return           | accept-return | refuse-return | reply   | send-back | review  | close
            REGISTERED       | CLOSED | DISPATCHED | -           | -                | -             | -             | -       | -         | -       | -
            DISPATCHED       | -      | -          | IN_HAND     | RETURN_REQUESTED | -             | -             | -       | -         | -       | -
            IN_HAND          | -      | -          | -           | RETURN_REQUESTED | -             | -             | REPLIED | -         | -       | -
            RETURN_REQUESTED | -      | -          | -           | -                | REGISTERED    | IN_HAND       | -       | -         | -       | -
            REPLIED          | -      | -          | -           | -                | -             | -             | -       | IN_HAND   | HANDLED | -
            HANDLED          | -      | -          | -           | -                | -             | -             | -       | -         | -       | CLOSED
            CLOSED           | -      | -          | -           | -                | -             | -             | -       | -         | -       | -
            """;

    private static final Map<TicketState.Kind, Map<TicketCommand.Kind, TicketState.Kind>> STEPS = read();

    private TransitionTable() {}

    static Optional<TicketState.Kind> after(TicketState.Kind state, TicketCommand.Kind command) {
        return Optional.ofNullable(STEPS.get(state).get(command));
    }

    private static Map<TicketState.Kind, Map<TicketCommand.Kind, TicketState.Kind>> read() {
        var lines = TABLE.lines().map(TransitionTable::cells).toList();
        var commands = lines.getFirst();
        var steps = new EnumMap<TicketState.Kind, Map<TicketCommand.Kind, TicketState.Kind>>(TicketState.Kind.class);
        for (var line : lines.subList(1, lines.size())) {
            var row = new EnumMap<TicketCommand.Kind, TicketState.Kind>(TicketCommand.Kind.class);
            for (int i = 1; i < line.length; i++) {
                if (!line[i].equals("-")) {
                    row.put(Samples.kind(commands[i]), TicketState.Kind.valueOf(line[i]));
                }
            }
            steps.put(TicketState.Kind.valueOf(line[0]), row);
        }
        return steps;
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
    }
}
