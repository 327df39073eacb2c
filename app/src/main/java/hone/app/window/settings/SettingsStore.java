package hone.app.window.settings;

import hone.engine.InvalidInput;
import hone.engine.format.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings file. It is written beside itself, forced to the disk and then moved into place, so that a crash leaves
 * the old state or the new one; the state before is kept as a last good copy. A file that cannot be read is put aside
 * under another name, never overwritten, and the studio starts from the copy, or from the standard settings.
 */
public final class SettingsStore {
    private static final String NAME = "settings.json";
    private static final long LARGEST = 64 << 10;

    private final Path folder;
    private final SettingsJson json = new SettingsJson();

    /** A store in the per-user folder. */
    public SettingsStore(Path folder) {
        this.folder = folder;
    }

    /**
     * What was read.
     *
     * @param settings to start with
     * @param sentence for the person, where something was wrong
     */
    public record Loaded(StudioSettings settings, Optional<String> sentence) {}

    /** Reads the settings; never fails. */
    public Loaded load() {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return fallback(Optional.empty());
        }
        try {
            return new Loaded(read(file), Optional.empty());
        } catch (IOException e) {
            return fallback(Optional.of(putAside(file, e)));
        }
    }

    private Loaded fallback(Optional<String> sentence) {
        Path copy = lastGood();
        if (Files.exists(copy)) {
            try {
                return new Loaded(read(copy), sentence);
            } catch (IOException e) {
                System.getLogger(SettingsStore.class.getName())
                        .log(System.Logger.Level.WARNING, "the last good copy of the settings cannot be read", e);
            }
        }
        return new Loaded(StudioSettings.FIRST, sentence);
    }

    private StudioSettings read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new IOException("it has " + size + " bytes of at most " + LARGEST);
        }
        return json.read(Files.readString(file, StandardCharsets.UTF_8));
    }

    private String putAside(Path file, IOException reason) {
        for (int n = 1; ; n++) {
            Path aside = folder.resolve("settings.json.damaged-" + n);
            if (Files.exists(aside)) {
                continue;
            }
            try {
                Files.move(file, aside);
                return "The settings file was damaged (" + reason.getMessage() + ") and is kept as "
                        + aside.getFileName() + "; the studio starts with the settings before it.";
            } catch (IOException e) {
                return "The settings file " + file + " cannot be read (" + reason.getMessage()
                        + ") nor put aside; the studio starts with the standard settings.";
            }
        }
    }

    /**
     * Writes the settings; after a failure the file is as it was.
     *
     * @throws hone.engine.InvalidInput if the folder or the file cannot be written
     */
    public void save(StudioSettings settings) {
        Path file = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            if (Files.exists(file)) {
                AtomicFile.writeText(lastGood(), Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new InvalidInput("cannot keep the settings", folder.toString(), String.valueOf(e.getMessage()));
        }
        AtomicFile.writeText(file, json.write(settings));
    }

    private Path lastGood() {
        return folder.resolve(NAME + ".last-good");
    }
}
