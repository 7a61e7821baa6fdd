package io.cartledger.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes PostgreSQL's data folder at the first start: beside its place, to be moved there once it is complete. */
final class ClusterCreation {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCreation.class);

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final DataFolder folder;
    private final ServerUser user;
    private final PostgresPrograms programs;

    ClusterCreation(DataFolder folder, ServerUser user, PostgresPrograms programs) {
        this.folder = folder;
        this.user = user;
        this.programs = programs;
    }

    void createIfMissing(Login superuser) {
        if (Files.exists(folder.data())) return;
        LOG.info("first start: creating a database in {}", folder.root());
        // the folder is ours: what others left unfinished in it is abandoned, however young
        try (var unfinished = UnfinishedFolder.in(folder.root(), Duration.ZERO)) {
            user.take(unfinished.path());
            var data = unfinished.path().resolve("data");
            initdb(data, superuser, passwordFile(unfinished.path(), superuser));
            DurableFile.rename(data, folder.data());
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    private Path passwordFile(Path parent, Login superuser) throws IOException {
        var file = parent.resolve("password");
        DurableFile.write(file, superuser.password());
        user.take(file);
        return file;
    }

    // Text is ordered by code point, which in UTF-8 is bytewise: fast, the same on every platform, and never changed by
    // an
    // update of the system's C library, which would silently break indexes. Unlike plain C it knows upper and lower
    // case
    // beyond ASCII.
    private void initdb(Path data, Login superuser, Path passwordFile) {
        long logStart = programs.log().size();
        boolean done = programs.run(
                LIMIT,
                "initdb",
                "--pgdata=" + data,
                "--username=" + superuser.username(),
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions");
        if (!done) {
            throw FolderFailure.of(
                    "no database could be created in " + folder.root(),
                    programs.log().end(logStart));
        }
    }
}
