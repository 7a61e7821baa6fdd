package io.cartledger.server.vault;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of data subjects, and who has turned out to be whom. Each statement is a transaction of its own. */
final class SubjectKeyTable {

    private static final String OF_SUBJECT = """
            select key_id, wrapped
            from vault.subject_key
            where subject = :subject
            """;

    private static final String OF_ID = """
            select key_id, wrapped
            from vault.subject_key
            where key_id = :keyId
            """;

    /** Of several nodes that make one at once, one has made it, and all are given that one. */
    private static final String MAKE = """
            insert into vault.subject_key (subject, key_id, wrapped)
            values (:subject, :keyId, :wrapped)
            on conflict (subject) do update set subject = excluded.subject
            returning key_id, wrapped
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
    record Row(UUID keyId, byte[] wrapped) {}

    private final JdbcClient vault;

    SubjectKeyTable(DataSource dataSource) {
        this.vault = JdbcClient.create(dataSource);
    }

    Optional<Row> find(String subject) {
        return row(vault.sql(OF_SUBJECT).param("subject", subject));
    }

    Optional<Row> find(UUID keyId) {
        return row(vault.sql(OF_ID).param("keyId", keyId));
    }

    /** @return the subject's key: this one, or that of whoever was faster */
    Row make(String subject, UUID keyId, byte[] wrapped) {
        return row(vault.sql(MAKE)
                        .param("subject", subject)
                        .param("keyId", keyId)
                        .param("wrapped", wrapped))
                .orElseThrow();
    }

    boolean link(String subject, String same) {
        return vault.sql(LINK).param("subject", subject).param("same", same).update() > 0;
    }

    /** @return the keys that there are no longer */
    Set<UUID> erase(String subject) {
        return new HashSet<>(
                vault.sql(ERASE).param("subject", subject).query(UUID.class).list());
    }

    private static Optional<Row> row(JdbcClient.StatementSpec statement) {
        return statement
                .query((row, number) -> new Row(row.getObject("key_id", UUID.class), row.getBytes("wrapped")))
                .optional();
    }
}
