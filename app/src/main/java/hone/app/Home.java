package hone.app;

import hone.engine.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one folder that keeps what belongs to this person: settings, the machine profile, the library of models, caches. It lies in the
 * platform's usual place; {@code HONE_HOME} moves it.
 *
 * @param folder absolute
 */
public record Home(Path folder) {
    /** The folder that {@code hone.app.start.Start} settled before anything else ran. */
    public static Home ofThisPerson() {
        String settled = System.getProperty("hone.home", "");
        if (settled.isEmpty()) {
            throw new IllegalStateException("hone.home is not set; the program starts at hone.app.start.Start");
        }
        return new Home(Path.of(settled).toAbsolutePath());
    }

    /**
     * Makes the folder where it is not there yet.
     *
     * @throws InvalidInput if it cannot be made
     */
    public Home create() {
        try {
            Files.createDirectories(folder);
            return this;
        } catch (IOException e) {
            throw new InvalidInput(
                    "cannot make the folder for settings and caches",
                    folder.toString(),
                    hone.engine.IoReason.of(e),
                    "set HONE_HOME to a folder you may write to");
        }
    }

    public Path settings() {
        return folder.resolve("settings.json");
    }

    /** The models that a person keeps by name. */
    public Path library() {
        return folder.resolve("library");
    }

    public Path caches() {
        return folder.resolve("cache");
    }
}
