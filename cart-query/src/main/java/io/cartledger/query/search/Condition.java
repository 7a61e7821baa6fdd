package io.cartledger.query.search;

import io.cartledger.query.rows.Sql;
import java.util.Collection;
import java.util.List;

/**
 * Something that has to hold of what is searched for.
 *
 * @param test tells by SQL whether it holds of {@code c}; null is no
 * @param ways in which the rows can be found of which it holds, in the order in which they are tried; none if only
 *     {@code test} can tell
 */
record Condition(Sql test, List<AccessPath> ways) {

    /** The test of no condition. */
    static final Sql HOLDS = Sql.of("true");

    /** The test of all of them. */
    static Sql all(List<Condition> conditions) {
        Sql test = HOLDS;
        for (Condition condition : conditions) {
            test = test.then(" and (").then(condition.test).then(")");
        }
        return test;
    }

    /** That a column has one of these values. There is an index over it and the key. */
    static Condition oneOf(Column column, Collection<?> some) {
        List<?> values = some.stream().distinct().toList();
        Object[] array = column.array(values);
        return new Condition(
                Sql.of("c." + column.name() + " = any (?::" + column.type() + "[])", (Object) array),
                List.of(new AccessPath.Each(column, values)));
    }

    /** The same of one value. */
    static Condition is(Column column, Object value) {
        return oneOf(column, List.of(value));
    }
}
