package hone.engine.library;

import hone.engine.IoReason;
import hone.engine.Unavailable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A native library that a jar on the class path may carry. It is unpacked below the personal folder at first use and
 * opened once; where it is missing or cannot be opened, a sentence says why. Nothing happens before somebody asks.
 */
public final class BundledLibrary {
    private final String name;
    private final Map<String, Files> files;
    private @Nullable Attempt attempt;

    /**
     * @param name as sentences name it: "OpenBLAS"
     * @param files for each platform, such as "linux-x86_64", the resources of the jar that make it up
     */
    public BundledLibrary(String name, Map<String, Files> files) {
        this.name = name;
        this.files = Map.copyOf(files);
    }

    /**
     * The parts of a library.
     *
     * @param opened the library itself last, before it what it needs, each after its own needs
     * @param beside what the library opens by itself, from the folder in which it lies
     */
    public record Files(List<String> opened, List<String> beside) {
        public Files {
            opened = List.copyOf(opened);
            beside = List.copyOf(beside);
        }
    }

    /** Why it cannot be used; empty where it can. Asking opens it. */
    public Optional<String> unavailableReason() {
        return attempt() instanceof Attempt.Failed failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    /**
     * The library's symbols, open as long as the process lives.
     *
     * @throws Unavailable if it cannot be used
     */
    public SymbolLookup symbols() {
        return opened().symbols();
    }

    /**
     * The folder in which its files lie.
     *
     * @throws Unavailable if it cannot be used
     */
    public Path folder() {
        return opened().folder();
    }

    private Attempt.Opened opened() {
        return switch (attempt()) {
            case Attempt.Opened opened -> opened;
            case Attempt.Failed failed -> throw new Unavailable(name, failed.reason(), "");
        };
    }

    private synchronized Attempt attempt() {
        Attempt made = attempt;
        if (made == null) {
            made = open(Platform.here().toString());
            attempt = made;
        }
        return made;
    }

    private Attempt open(String platform) {
        Files wanted = files.get(platform);
        if (wanted == null) {
            return new Attempt.Failed(name + " is not used on " + platform);
        }
        URL library = ClassLoader.getSystemResource(wanted.opened().getLast());
        if (library == null) {
            return new Attempt.Failed(name + " is not on the class path: it comes with the Maven profile 'peers', which"
                    + " ./hone fetches when started from the sources with --peers or --peer");
        }
        try {
            UnpackedJar jar = UnpackedJar.of(library);
            for (String file : wanted.beside()) {
                jar.unpack(file);
            }
            SymbolLookup symbols = _ -> Optional.empty();
            for (String file : wanted.opened()) {
                // Opened by its path; those that need it then find it by its name, since it is open already.
                symbols = lookup(jar.unpack(file));
            }
            return new Attempt.Opened(symbols, jar.folder());
        } catch (IOException e) {
            return new Attempt.Failed(name + " cannot be opened: " + IoReason.of(e));
        } catch (IllegalArgumentException e) {
            return new Attempt.Failed(name + " cannot be opened: " + e.getMessage());
        }
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup lookup(Path file) {
        return SymbolLookup.libraryLookup(file, Arena.global());
    }

    /** What came of opening it. */
    private sealed interface Attempt {
        record Opened(SymbolLookup symbols, Path folder) implements Attempt {}

        record Failed(String reason) implements Attempt {}
    }
}
