package io.cartledger.query.burst;

import io.cartledger.query.burst.GapTable.Source;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.projection.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * One step of looking for bursts: reads on from the progress in changes and refusals, adds the commands that are new, and
 * joins what has become near, in one transaction that has locked the progress. So any number of nodes may try, and who is
 * killed has done nothing. A command that is there already is passed over; so it does not matter in which order commands
 * come, nor how often.
 *
 * @param view connections of the role that owns the read model
 * @param refusals what was refused or replayed
 * @param limit most changes, and most refusals, in one step
 */
record BurstStep(DataSource view, RefusedSource refusals, int limit) {

    /** Numbers that are missing further back than this are of rows that were deleted, not of a commit under way. */
    private static final int OLDEST_GAP = 10_000;

    /**
     * What a step has done.
     *
     * @param found bursts that were none before
     * @param commands how many have been found to be in bursts
     * @param more whether there may be more to look at
     */
    record Done(int found, int commands, boolean more) {

        static final Done NOTHING = new Done(0, 0, false);
    }

    /**
     * Takes a step, unless another node is in one.
     *
     * @param generation whose changes are read
     * @throws SQLException if a database failed; nothing of the step is written, and it may be tried again
     */
    Done take(Generation generation) throws SQLException {
        try (Connection connection = view.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Done done = take(new ViewConnection(connection, generation));
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private Done take(ViewConnection in) throws SQLException {
        Optional<BurstProgress> locked = BurstProgress.tryLock(in.jdbc());
        if (locked.isEmpty()) {
            return Done.NOTHING;
        }
        BurstProgress from = locked.get();
        var changes = readChanges(in, from);
        List<Refused> refused = readRefusals(in.jdbc(), from);
        BurstProgress to = new BurstProgress(
                changes.position(),
                refused.stream().mapToLong(Refused::refusalId).reduce(from.refusalId(), Math::max),
                changes.generation(),
                changes.retries());
        List<ItemCommand> commands = Stream.concat(
                        changes.read().commands().stream(), refused.stream().flatMap(one -> one.command().stream()))
                .toList();
        Done done = commands.isEmpty() ? Done.NOTHING : join(in, commands, refused);
        if (!to.equals(from)) {
            to.save(in.jdbc());
        }
        return new Done(done.found(), done.commands(), changes.more() || refused.size() >= limit);
    }

    /** @param position up to which there is nothing left to look at but gaps */
    private record Changes(Changed read, long position, int generation, long retries, boolean more) {}

    private Changes readChanges(ViewConnection in, BurstProgress from) throws SQLException {
        Progress folded = Progress.read(in);
        long to = Math.max(from.position(), Math.min(folded.position(), from.position() + limit));
        int number = in.generation().number();
        boolean mayHaveCome = from.generation() != number || from.retries() != folded.retries();
        List<Long> come = mayHaveCome ? GapTable.comeChanges(in, limit) : List.of();
        List<Long> next =
                LongStream.rangeClosed(from.position() + 1, to).boxed().toList();
        List<Long> wanted = Stream.concat(come.stream(), next.stream()).toList();
        Changed read = wanted.isEmpty() ? new Changed(Set.of(), List.of()) : Changed.at(in, wanted);
        GapTable.remove(in.jdbc(), Source.CHANGE, come);
        GapTable.add(in.jdbc(), Source.CHANGE, without(next, read.positions()));
        // What another node has folded further may still come here, too.
        boolean haveCome = come.size() < limit && folded.position() >= from.position();
        return new Changes(
                read,
                to,
                haveCome ? number : from.generation(),
                haveCome ? folded.retries() : from.retries(),
                next.size() >= limit || come.size() >= limit);
    }

    private List<Refused> readRefusals(Connection connection, BurstProgress from) throws SQLException {
        List<Long> missing = GapTable.missingRefusals(connection, OLDEST_GAP);
        List<Refused> late = refusals.these(missing);
        List<Refused> next = refusals.after(from.refusalId(), limit);
        GapTable.remove(connection, Source.REFUSAL, numbers(late));
        if (!next.isEmpty()) {
            long last = next.getLast().refusalId();
            List<Long> passed = LongStream.rangeClosed(Math.max(from.refusalId(), last - OLDEST_GAP) + 1, last)
                    .boxed()
                    .toList();
            GapTable.add(connection, Source.REFUSAL, without(passed, numbers(next)));
        }
        return Stream.concat(late.stream(), next.stream()).toList();
    }

    private static Set<Long> numbers(List<Refused> refused) {
        return refused.stream().map(Refused::refusalId).collect(Collectors.toSet());
    }

    private static List<Long> without(List<Long> all, Set<Long> there) {
        return all.stream().filter(number -> !there.contains(number)).toList();
    }

    private Done join(ViewConnection in, List<ItemCommand> commands, List<Refused> read) throws SQLException {
        Set<ItemCommand> added = ItemCommandTable.add(in.jdbc(), commands);
        List<Chain> chains = added.isEmpty() ? List.of() : ItemCommandTable.chains(in.jdbc(), added);
        if (chains.isEmpty()) {
            return Done.NOTHING;
        }
        BurstCommandTable.move(in, chains);
        BurstTable.removeJoined(in.jdbc(), chains);
        BurstTable.grow(in, chains);
        Map<Chain, Long> numbers = BurstTable.numbered(in.jdbc(), chains);
        BurstCommandTable.add(in, numbers, told(chains, read));
        List<Long> overlong = numbers.entrySet().stream()
                .filter(chain -> chain.getKey().extent().commands() > BurstCommandTable.MOST_COMMANDS)
                .map(Map.Entry::getValue)
                .toList();
        BurstCommandTable.trim(in.jdbc(), overlong);
        BurstTable.setCustomers(in.jdbc(), List.copyOf(numbers.values()));
        return new Done(
                (int) chains.stream().filter(chain -> chain.first().isEmpty()).count(),
                chains.stream().mapToInt(chain -> chain.commands().size()).sum(),
                false);
    }

    /** More of the refusals among the commands; of those of earlier steps as long as it is kept. */
    private Map<Long, Refused> told(List<Chain> chains, List<Refused> read) throws SQLException {
        Map<Long, Refused> told = new HashMap<>();
        read.forEach(one -> told.put(one.refusalId(), one));
        var earlier = new HashSet<Long>();
        for (Chain chain : chains) {
            chain.commands().stream()
                    .map(ItemCommand::refusalId)
                    .filter(Objects::nonNull)
                    .forEach(earlier::add);
        }
        earlier.removeAll(told.keySet());
        refusals.these(new ArrayList<>(earlier)).forEach(one -> told.put(one.refusalId(), one));
        return told;
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
