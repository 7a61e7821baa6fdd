package io.cartledger.server.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The properties that {@code docs/configuration.md} explains. */
final class ConfigurationTable {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.*?) \\|");
    private static final Pattern PROPERTY = Pattern.compile("`(.*?)`");

    private ConfigurationTable() {}

    /** The environment variables of all, as Spring forms them: dots are underscores, dashes are left out. */
    static List<Pattern> variables() {
        return ROW.matcher(ComposeFile.read("docs/configuration.md"))
                .results()
                .flatMap(row -> properties(row.group(1)).stream())
                .map(ConfigurationTable::variable)
                .toList();
    }

    /** Names that share a beginning are written `a.b`, `.c`. */
    private static List<String> properties(String cell) {
        var properties = new ArrayList<String>();
        PROPERTY.matcher(cell).results().map(property -> property.group(1)).forEach(name -> {
            boolean continues = name.startsWith(".");
            String first = continues ? properties.getFirst() : "";
            properties.add(continues ? first.substring(0, first.lastIndexOf('.')) + name : name);
        });
        return properties;
    }

    /** A word in capitals stands for any name. */
    private static Pattern variable(String property) {
        String anyName = property.replaceAll("\\.[A-Z]+(?=\\.|$)", "[*]");
        return Pattern.compile(anyName.replace("-", "")
                .toUpperCase(Locale.ROOT)
                .replace('.', '_')
                .replace("[*]", "_[A-Z0-9]+"));
    }
}
