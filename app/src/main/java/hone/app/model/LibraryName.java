package hone.app.model;

import hone.engine.InvalidInput;
import hone.engine.model.Zoo;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a model of the library may be called, so that its name is a file's name on every system, is spelled in one way, and is
 * no name of the zoo's.
 */
final class LibraryName {
    private static final int LONGEST = 64;
    private static final int ROOM_FOR_NUMBER = 8;
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern OF_DEVICES = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private LibraryName() {}

    /**
     * The same name, if it may be one.
     *
     * @throws InvalidInput if it may not
     */
    static String check(String name) {
        if (!isWellFormed(name)) {
            throw new InvalidInput(
                    "this is no name for a model of the library",
                    "\"" + name + "\"",
                    "it takes 1 to " + LONGEST + " of a to z, 0 to 9, '-', '_' and '.', a letter or digit first");
        }
        if (Zoo.isName(name)) {
            throw new InvalidInput(
                    "this is no name for a model of the library",
                    name,
                    "it is one of the program's own models",
                    "choose another with --name");
        }
        return name;
    }

    static boolean isWellFormed(String name) {
        return name.length() <= LONGEST
                && FORM.matcher(name).matches()
                && !name.endsWith(".")
                && !OF_DEVICES.matcher(name).matches();
    }

    /** A name made of a file's: "My Model.onnx" becomes "my-model". */
    static String of(Path file) {
        Path last = file.toAbsolutePath().normalize().getFileName();
        String name = String.valueOf(last)
                .replaceFirst("(?i)\\.(onnx|safetensors|bin)$", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceFirst("^[._-]+", "")
                .replaceFirst("[._-]+$", "");
        return name.substring(0, Math.min(LONGEST, name.length()));
    }

    /** A name made of a file's that may be one, and leaves room for a number behind it. */
    static String free(Path file) {
        String name = of(file);
        String own = name.isEmpty() ? "my-model" : !isWellFormed(name) || Zoo.isName(name) ? "my-" + name : name;
        return own.substring(0, Math.min(LONGEST - ROOM_FOR_NUMBER, own.length()))
                .replaceFirst("[._-]+$", "");
    }
}
