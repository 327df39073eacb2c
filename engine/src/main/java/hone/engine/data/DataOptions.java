package hone.engine.data;

import hone.engine.InvalidInput;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of {@code KIND:PATH,name=value,…}. Options are read from the end for as long as their names are known, so
 * that a path may hold commas.
 *
 * @param path of the file or folder
 * @param values of the options that were given
 */
record DataOptions(Path path, Map<String, String> values) {
    /**
     * Reads what follows the colon.
     *
     * @param text all that the person wrote, for messages
     * @param names of the options that this kind of data takes
     * @throws InvalidInput if there is no path, it is not one, or an option is given twice
     */
    static DataOptions parse(String text, List<String> names) {
        String rest = text.substring(text.indexOf(':') + 1);
        Map<String, String> values = new LinkedHashMap<>();
        while (true) {
            int comma = rest.lastIndexOf(',');
            int equals = rest.indexOf('=', comma + 1);
            if (comma < 0 || equals < 0 || !names.contains(rest.substring(comma + 1, equals))) {
                break;
            }
            String name = rest.substring(comma + 1, equals);
            if (values.put(name, rest.substring(equals + 1)) != null) {
                throw refusal(text, name + " is given twice");
            }
            rest = rest.substring(0, comma);
        }
        if (rest.isEmpty()) {
            throw refusal(text, "no path follows the colon");
        }
        try {
            return new DataOptions(Path.of(rest), values);
        } catch (InvalidPathException e) {
            throw refusal(text, "not a path: " + e.getReason());
        }
    }

    /** The value of an option, or what holds without it. */
    String get(String name, String usual) {
        return values.getOrDefault(name, usual);
    }

    static InvalidInput refusal(String text, String why) {
        return new InvalidInput("cannot use the data", "\"" + text + "\"", why, DataSpec.ACCEPTED);
    }
}
