package io.cartledger.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.EmbeddedFolder;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The script that the README asks its reader to paste, and what it says that comes out. */
@DisabledOnOs(OS.WINDOWS) // the script is for bash
class ReadmeIT {

    private static final Pattern RACE = Pattern.compile("(?s)```bash\n(.*?)```.*?```json\n(.*?)```");

    @Test
    void theRacePrintsWhatTheReadmeSays() throws Exception {
        Matcher race = RACE.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(race.find()).isTrue();

        List<String> printed;
        try (EmbeddedFolder folder = EmbeddedFolder.create();
                ServerProcess server = ServerProcess.startDemo(folder.property())) {
            printed = run(race.group(1)
                    .replace("http://127.0.0.1:8080", server.uri("").toString()));
        }

        assertThat(printed).hasSize(4);
        assertThat(printed.subList(0, 3)).containsExactlyInAnyOrder("201", "200", "200");
        assertThat(printed.getLast().replaceFirst("race-[0-9-]+", "race-…"))
                .isEqualTo(race.group(2).strip());
    }

    /** What the script prints, by lines; curl waits for the service no longer than the service for itself. */
    private static List<String> run(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        var printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
