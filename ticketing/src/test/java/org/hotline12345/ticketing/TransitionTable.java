package org.hotline12345.ticketing;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which command leads where, written down by hand from the domain: the tests hold the code against it. A dot: the stage
 * stays. What depends on more than the stage (something asked for, a supervision that runs) is in {@link TicketModel}.
 */
final class TransitionTable {
    private static final String TABLE = """
            command         | REGISTERED | DISPATCHED       | IN_HAND          | RETURN_REQUESTED | REPLIED   | HANDLED    | CLOSED     | SUSPENDED | MERGED     | REJECTED   | WITHDRAWN  | VOIDED | ARCHIVED
            answer          | CLOSED     |                  |                  |                  |           |            |            |           |            |            |            |        |
            reject          | REJECTED   |                  |                  |                  |           |            |            |           |            |            |            |        |
            dispatch        | DISPATCHED |                  |                  |                  |           |            |            |           |            |            |            |        |
            involve         |            | .                | .                | .                | .         |            |            |           |            |            |            |        |
            acknowledge     |            | IN_HAND          |                  |                  |           |            |            |           |            |            |            |        |
            progress        |            |                  | .                |                  |           |            |            |           |            |            |            |        |
            return          |            | RETURN_REQUESTED | RETURN_REQUESTED |                  |           |            |            |           |            |            |            |        |
            accept-return   |            |                  |                  | REGISTERED       |           |            |            |           |            |            |            |        |
            refuse-return   |            |                  |                  | IN_HAND          |           |            |            |           |            |            |            |        |
            recall          |            | REGISTERED       | REGISTERED       | REGISTERED       |           |            |            |           |            |            |            |        |
            apply           |            | .                | .                |                  |           |            |            |           |            |            |            |        |
            grant           |            | .                | .                | .                | .         |            |            |           |            |            |            |        |
            decline         |            | .                | .                | .                | .         |            |            |           |            |            |            |        |
            resume          |            |                  |                  |                  |           |            |            | IN_HAND   |            |            |            |        |
            reply           |            |                  | REPLIED          |                  |           |            |            |           |            |            |            |        |
            send-back       |            |                  |                  |                  | IN_HAND   |            |            |           |            |            |            |        |
            review          |            |                  |                  |                  | HANDLED   |            |            |           |            |            |            |        |
            close           |            |                  |                  |                  |           | CLOSED     |            |           |            |            |            |        |
            reopen          |            |                  |                  |                  |           | REGISTERED | REGISTERED |           |            | REGISTERED | REGISTERED |        | REGISTERED
            archive         |            |                  |                  |                  |           |            | ARCHIVED   |           |            |            |            |        |
            merge           | MERGED     | MERGED           | MERGED           | MERGED           | MERGED    |            |            |           |            |            |            |        |
            unmerge         |            |                  |                  |                  |           |            |            |           | REGISTERED |            |            |        |
            remind          |            | .                | .                |                  |           |            |            |           |            |            |            |        |
            chase           | .          | .                | .                | .                | .         | .          |            | .         | .          |            |            |        |
            supplement      | .          | .                | .                | .                | .         | .          |            | .         | .          |            |            |        |
            withdraw        | WITHDRAWN  | WITHDRAWN        | WITHDRAWN        | WITHDRAWN        | WITHDRAWN | WITHDRAWN  |            | WITHDRAWN |            |            |            |        |
            void            | VOIDED     | VOIDED           | VOIDED           | VOIDED           | VOIDED    | VOIDED     |            | VOIDED    |            |            |            |        |
            reclassify      | .          | .                | .                | .                | .         | .          | .          | .         | .          |            |            |        |
            exclude         | .          | .                | .                | .                | .         | .          | .          | .         | .          | .          | .          |        | .
            include         | .          | .                | .                | .                | .         | .          | .          | .         | .          | .          | .          | .      | .
            supervise       | .          | .                | .                | .                | .         | .          |            | .         | .          |            |            |        |
            end-supervision | .          | .                | .                | .                | .         | .          | .          | .         | .          | .          | .          | .      | .
            sign-off        | .          | .                | .                | .                | .         | .          |            | .         | .          |            |            |        |
            withdraw-card   |            | .                | .                | .                | .         | .          | .          |           |            | .          | .          | .      | .
            """;

    private static final Map<TicketCommand.Kind, Map<TicketStage, TicketStage>> STEPS = read();

    private TransitionTable() {}

    static Optional<TicketStage> after(TicketStage stage, TicketCommand.Kind command) {
        return Optional.ofNullable(STEPS.get(command).get(stage));
    }

    private static Map<TicketCommand.Kind, Map<TicketStage, TicketStage>> read() {
        var lines = TABLE.lines().map(TransitionTable::cells).toList();
        var stages = lines.getFirst();
        var steps = new EnumMap<TicketCommand.Kind, Map<TicketStage, TicketStage>>(TicketCommand.Kind.class);
        for (var line : lines.subList(1, lines.size())) {
            var row = new EnumMap<TicketStage, TicketStage>(TicketStage.class);
            for (int i = 1; i < line.length; i++) {
                var stage = TicketStage.valueOf(stages[i]);
                if (!line[i].isEmpty()) {
                    row.put(stage, line[i].equals(".") ? stage : TicketStage.valueOf(line[i]));
                }
            }
            steps.put(Samples.kind(line[0]), row);
        }
        return steps;
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
    }
}
