package io.cartledger.command.refusal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is written at once.
 *
 * @param commands to be written one by one
 * @param counts those of which only the number is written, each 1 or more
 */
record RefusalBatch(List<RefusedCommand> commands, Map<Counted, Long> counts) {

    /** What is counted together: a code, within a minute. */
    record Counted(Instant minute, String code) {

        static Counted of(RefusedCommand command) {
            return new Counted(command.receivedAt().truncatedTo(ChronoUnit.MINUTES), command.code());
        }
    }

    boolean isEmpty() {
        return commands.isEmpty() && counts.isEmpty();
    }

    /** How many refusals it stands for. */
    long size() {
        return commands.size()
                + counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same in parts that cannot be divided: each command by itself, and the counts. */
    List<RefusalBatch> parts() {
        return Stream.concat(
                        commands.stream().map(command -> new RefusalBatch(List.of(command), Map.of())),
                        Stream.of(new RefusalBatch(List.of(), counts)))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
