package io.cartledger.query.rebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild as every answer shows it.
 *
 * @param rebuild names it, and the generation that it makes
 * @param foldRevision by which revision of the fold
 * @param askedBy who has asked for it; {@code system} for a node with a newer fold
 * @param finishedAt left out while it is under way
 * @param position events folded
 * @param head of how many
 * @param eventsPerSecond since it was begun
 * @param secondsLeft until it has folded what there was at the beginning, if it goes on like that; while it folds
 * @param differences rows that one generation has and the other has not, if they were compared; one that both have, but not
 *     the same, is two
 * @param examples where some of them are, at most {@value Comparison#MOST_EXAMPLES}
 * @param failure why it came to nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rebuild(
        int rebuild,
        int foldRevision,
        Phase phase,
        String askedBy,
        Instant startedAt,
        @Nullable Instant finishedAt,
        long position,
        long head,
        @Nullable Long eventsPerSecond,
        @Nullable Long secondsLeft,
        @Nullable Long differences,
        @Nullable List<Difference> examples,
        @Nullable String failure) {

    /** How far a rebuild is, or how it has ended. */
    public enum Phase {
        /** All events up to the head as it was at the beginning are folded. */
        FOLDING,
        /** What finds rows is made. */
        INDEXING,
        /** What has happened meanwhile is folded. */
        CATCHING_UP,
        /** It is compared with the generation that is read. */
        COMPARING,
        /** All nodes keep it up, and read it as soon as it is as far as the other. */
        SWITCHING,
        /** It is read. */
        DONE,
        /** It could not be made. */
        FAILED,
        /** Its builder is gone, or was told to stop. */
        ABANDONED,
        /** It was read, and is dropped since. */
        DROPPED;

        boolean isUnderWay() {
            return compareTo(DONE) < 0;
        }
    }

    /**
     * A row that one of two generations has otherwise than the other, or alone. Operators, to whom it is shown, may read no
     * carts: nothing is told of it but which one it is.
     *
     * @param key the columns that name it and their values; of an open cart its id, as a guest is not named
     * @param in the schema that has it alone; left out if both have it
     * @param columns those that differ; left out if one has it alone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Difference(
            String table,
            Map<String, String> key,
            @Nullable String in,
            @Nullable List<String> columns) {}

    /** All of them, the newest first. */
    public record All(List<Rebuild> rebuilds) {}

    /** @param at the time that it is looked at */
    Rebuild withPace(Instant at) {
        Instant end = finishedAt == null ? at : finishedAt;
        double seconds = Math.max(0.001, Duration.between(startedAt, end).toMillis() / 1000.0);
        long pace = Math.round(position / seconds);
        boolean folds = phase == Phase.FOLDING && pace > 0;
        return new Rebuild(
                rebuild,
                foldRevision,
                phase,
                askedBy,
                startedAt,
                finishedAt,
                position,
                head,
                pace,
                folds ? (head - position) / pace : null,
                differences,
                examples,
                failure);
    }
}
