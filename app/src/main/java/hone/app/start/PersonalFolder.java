package hone.app.start;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one folder that keeps what a person's machine keeps of Hone: settings, history, caches. */
final class PersonalFolder {
    /** Looks a name up; null where it is not set. */
    @FunctionalInterface
    interface Lookup {
        @Nullable
        String get(String name);
    }

    private PersonalFolder() {}

    /** {@code hone.home} if it is set, then the environment's {@code HONE_HOME}, then the platform's usual place. */
    static Path of(String system, Lookup properties, Lookup environment) {
        String chosen = firstSet(properties.get("hone.home"), environment.get("HONE_HOME"));
        return chosen == null
                ? usualPlace(system.toLowerCase(Locale.ROOT), properties, environment)
                : Path.of(chosen).toAbsolutePath().normalize();
    }

    private static Path usualPlace(String system, Lookup properties, Lookup environment) {
        String user = firstSet(properties.get("user.home"), ".");
        Path home = Path.of(user == null ? "." : user).toAbsolutePath();
        if (system.startsWith("windows")) {
            return below(
                            environment.get("LOCALAPPDATA"),
                            home.resolve("AppData").resolve("Local"))
                    .resolve("Hone");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Hone");
        }
        return below(environment.get("XDG_DATA_HOME"), home.resolve(".local").resolve("share"))
                .resolve("hone");
    }

    private static Path below(@Nullable String chosen, Path usual) {
        return chosen == null || chosen.isBlank() || !Path.of(chosen).isAbsolute() ? usual : Path.of(chosen);
    }

    private static @Nullable String firstSet(@Nullable String first, @Nullable String second) {
        return first != null && !first.isBlank() ? first : second == null || second.isBlank() ? null : second;
    }
}
