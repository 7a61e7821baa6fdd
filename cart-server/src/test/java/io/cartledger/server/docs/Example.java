package io.cartledger.server.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A request and what the documentation says that it answers.
 *
 * @param line of the page on which the request stands
 */
record Example(int line, Message request, Message answer) {

    /** Stands for any value in an answer. */
    static final String ANY = "…";

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S*)\n(.*?)^```$");
    private static final Pattern REQUEST = Pattern.compile("(GET|POST|PUT|DELETE) (/\\S*)");
    private static final Pattern ANSWER = Pattern.compile("([1-5][0-9][0-9]) [A-Z][A-Za-z ]*");

    /**
     * What stands in one block.
     *
     * @param first the request line, or the status line
     * @param body empty if there is none
     */
    record Message(String first, Map<String, String> headers, String body) {

        String method() {
            return first.substring(0, first.indexOf(' '));
        }

        String target() {
            return first.substring(first.indexOf(' ') + 1);
        }

        String path() {
            return target().replaceFirst("\\?.*", "");
        }

        int status() {
            return Integer.parseInt(first.substring(0, 3));
        }
    }

    /** All of a page, in order. */
    static List<Example> of(String page) {
        List<MatchResult> blocks = BLOCK.matcher(page).results().toList();
        var examples = new ArrayList<Example>();
        for (int i = 0; i < blocks.size(); i += 2) {
            int line = line(page, blocks.get(i));
            if (i + 1 == blocks.size()) {
                throw new IllegalStateException("line " + line + ": no answer follows");
            }
            examples.add(
                    new Example(line, message(page, blocks.get(i), REQUEST), message(page, blocks.get(i + 1), ANSWER)));
        }
        return examples;
    }

    private static Message message(String page, MatchResult block, Pattern kind) {
        String[] parts = block.group(2).split("\n\n", 2);
        List<String> head = parts[0].lines().toList();
        if (!block.group(1).equals("http") || !kind.matcher(head.getFirst()).matches()) {
            throw new IllegalStateException("line " + line(page, block) + ": expected http, " + kind);
        }
        var headers = new LinkedHashMap<String, String>();
        for (String header : head.subList(1, head.size())) {
            headers.put(header.substring(0, header.indexOf(": ")), header.substring(header.indexOf(": ") + 2));
        }
        return new Message(head.getFirst(), headers, parts.length == 1 ? "" : parts[1].strip());
    }

    private static int line(String page, MatchResult block) {
        return 1
                + (int) page.substring(0, block.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    @Override
    public String toString() {
        return "line " + line + ": " + request.first();
    }
}
