package hone.app.start;

import hone.app.Main;
import java.nio.file.Path;
import java.util.List;

/**
 * The class that Java starts, from sources and from an installed image alike: it settles where this person's files lie
 * and what the system lacks, tells the libraries through system properties, and hands over to {@link Main}.
 *
 * <ul>
 *   <li>{@code hone.home}: the personal folder, absolute;
 *   <li>{@code hone.missing}: Debian's packages of the libraries that JavaFX would need here and that are missing,
 *       separated by spaces; empty where nothing is missing or nothing can be known.
 * </ul>
 */
public final class Start {
    private Start() {}

    public static void main(String[] arguments) {
        Path home =
                PersonalFolder.of(System.getProperty("os.name"), System.getProperties()::getProperty, System::getenv);
        System.setProperty("hone.home", home.toString());
        unpackBelow(home.resolve("cache"));
        if (drawsOrReports(arguments)) {
            List<String> missing = SystemLibraries.missingPackages();
            System.setProperty("hone.missing", String.join(" ", missing));
            if (takesPicture(arguments)) {
                SystemLibraries.drawingRefusal(missing).ifPresent(Start::refuse);
            }
        }
        Main.main(arguments);
    }

    /**
     * Libraries that carry native code unpack it into the home or temporary folder unless told otherwise. Java itself
     * keeps a list of the system's fonts below what it takes for the home folder and has no other setting for it; nothing
     * here asks for the home folder after this.
     */
    private static void unpackBelow(Path cache) {
        System.setProperty("user.home", cache.resolve("java").toString());
        setIfAbsent("javafx.cachedir", cache.resolve("javafx"));
        setIfAbsent("jna.tmpdir", cache.resolve("jna"));
        setIfAbsent("org.sqlite.tmpdir", cache.resolve("sqlite"));
        setIfAbsent("java.util.prefs.userRoot", cache.resolve("preferences"));
    }

    private static void setIfAbsent(String property, Path folder) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, folder.toString());
        }
    }

    /** The studio, a picture of it, and the report on this machine; the other commands need no JavaFX. */
    private static boolean drawsOrReports(String[] arguments) {
        return arguments.length == 0 || List.of("doctor", "screenshot").contains(arguments[0]);
    }

    private static boolean takesPicture(String[] arguments) {
        List<String> words = List.of(arguments);
        return words.contains("screenshot") && !words.contains("--help") && !words.contains("-h");
    }

    private static void refuse(String reason) {
        System.err.println("hone: no picture can be drawn, because " + reason);
        System.exit(2);
    }
}
