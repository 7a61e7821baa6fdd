package io.cartledger.server.embedded;

import com.sun.security.auth.module.UnixSystem;
import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs PostgreSQL's programs. They refuse to run as root, so where we are root they run without its powers: in a
 * user namespace in which nobody is root, or, where that is forbidden (as in most containers) or the folder is somebody
 * else's, as the folder's owner.
 *
 * @param prefix what to put before a command so that it runs as this user
 * @param uid of another user than ourselves, or 0
 */
record ServerUser(List<String> prefix, int uid, int gid) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;
    private static final List<String> WITHOUT_POWERS = List.of("unshare", "-U");

    static ServerUser of(DataFolder folder) {
        if (!weAreRoot()) return new ServerUser(List.of(), ROOT, ROOT);
        try {
            return insteadOfRoot(folder.root());
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    private static boolean weAreRoot() {
        var system = System.getProperty("os.name", "");
        return (system.equals("Linux") || system.startsWith("Mac")) && new UnixSystem().getUid() == ROOT;
    }

    private static ServerUser insteadOfRoot(Path folder) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        int group = (int) Files.getAttribute(folder, "unix:gid");
        if (owner == ROOT && hasAName(WITHOUT_POWERS)) return new ServerUser(WITHOUT_POWERS, ROOT, ROOT);

        var other = owner == ROOT ? otherUser(NOBODY, NOBODY) : otherUser(owner, group);
        if (!hasAName(other.prefix())) {
            throw new StartupFailure(
                    "PostgreSQL does not run as root, and neither `%s` nor `%s` helps: be an ordinary user, or set %s"
                            .formatted(
                                    String.join(" ", WITHOUT_POWERS),
                                    String.join(" ", other.prefix()),
                                    "spring.datasource.url"));
        }
        if (owner == ROOT) other.takeAllIn(folder);
        return other;
    }

    private static ServerUser otherUser(int uid, int gid) {
        return new ServerUser(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"), uid, gid);
    }

    // initdb looks up the name of its user, and fails where there is none
    private static boolean hasAName(List<String> prefix) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("id", "-un"));
        var name = ShortCommand.run(command);
        return name.succeeded() && !name.output().equals("root");
    }

    boolean isSomebodyElse() {
        return uid != ROOT;
    }

    /** Makes this user the owner, so that its programs can work on it. */
    void take(Path path) throws IOException {
        if (!isSomebodyElse()) return;
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }

    private void takeAllIn(Path folder) throws IOException {
        try (var content = Files.walk(folder)) {
            for (var path : content.toList()) take(path);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
