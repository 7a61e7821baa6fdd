package io.cartledger.server.vault;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of data subjects, and who has turned out to be whom. Each statement is a transaction of its own. */
final class SubjectKeyTable {

    private static final String OF_IDS = """
            select subject, key_id, wrapped
            from vault.subject_key
            where key_id in (:keyIds)
            """;

    /**
     * Writes nothing where there are keys. Of several nodes that make one at once, one has made it, and all are given that
     * one: the update that changes nothing waits for it, and sees what {@code known} was too early for. All in the same
     * order, so that no two nodes wait for each other.
     */
    private static final String FIND_OR_MAKE = """
            with asked as (
              select subject collate "C", key_id::uuid, wrapped
              from unnest(?, ?, ?) asked(subject, key_id, wrapped)
            ), known as (
              select k.subject, k.key_id, k.wrapped
              from vault.subject_key k
              join asked a on a.subject = k.subject
            ), made as (
              insert into vault.subject_key (subject, key_id, wrapped)
              select a.subject, a.key_id, a.wrapped
              from asked a
              where not exists (select from known k where k.subject = a.subject)
              order by a.subject
              on conflict (subject) do update set subject = excluded.subject
              returning subject, key_id, wrapped
            )
            select subject, key_id, wrapped from known
            union all
            select subject, key_id, wrapped from made
            """;

    private static final String LINK = """
            insert into vault.subject_link (subject, same)
            values (:subject, :same)
            on conflict do nothing
            """;

    private static final String ERASE = """
            with recursive person(subject) as (
              values (cast(:subject as text) collate "C")
              union
              select link.subject
              from person
              join vault.subject_link link on link.same = person.subject
            ), unlinked as (
              delete from vault.subject_link
              where subject in (select subject from person)
            )
            delete from vault.subject_key
            where subject in (select subject from person)
            returning key_id
            """;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Row(String subject, UUID keyId, byte[] wrapped) {}

    private final JdbcClient vault;

    SubjectKeyTable(DataSource dataSource) {
        this.vault = JdbcClient.create(dataSource);
    }

    /** Those of these keys that there are. */
    List<Row> find(Set<? extends UUID> keyIds) {
        return vault.sql(OF_IDS)
                .param("keyIds", keyIds)
                .query(SubjectKeyTable::row)
                .list();
    }

    /**
     * @param proposed keys for subjects that have none; one for each subject
     * @return each subject's key: the one that is there, this one, or that of whoever was faster
     */
    List<Row> findOrMake(Collection<Row> proposed) {
        return vault.sql(FIND_OR_MAKE)
                .param(proposed.stream().map(Row::subject).toArray(String[]::new))
                .param(proposed.stream().map(row -> row.keyId().toString()).toArray(String[]::new))
                .param(proposed.stream().map(Row::wrapped).toArray(byte[][]::new))
                .query(SubjectKeyTable::row)
                .list();
    }

    boolean link(String subject, String same) {
        return vault.sql(LINK).param("subject", subject).param("same", same).update() > 0;
    }

    /** @return the keys that there are no longer */
    Set<UUID> erase(String subject) {
        return new HashSet<>(
                vault.sql(ERASE).param("subject", subject).query(UUID.class).list());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getString("subject"), row.getObject("key_id", UUID.class), row.getBytes("wrapped"));
    }
}
