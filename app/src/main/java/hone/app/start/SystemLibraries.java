package hone.app.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What JavaFX loads from a Linux system by name, and Debian's names of the packages that hold it. */
final class SystemLibraries {
    private static final List<Path> FONT_FOLDERS =
            List.of(Path.of("/usr/share/fonts"), Path.of("/usr/local/share/fonts"), Path.of("/usr/share/X11/fonts"));

    /** Without these nothing can be drawn; without the others no window opens. */
    private static final List<String> DRAWING = List.of("libpangoft2-1.0-0", "fonts-dejavu-core");

    private SystemLibraries() {}

    /** Why JavaFX cannot draw even without a window, or nothing where it can. */
    static Optional<String> drawingRefusal(List<String> missing) {
        List<String> needed = missing.stream().filter(DRAWING::contains).toList();
        if (needed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("JavaFX lacks " + String.join(" ", needed)
                + "; on Debian or Ubuntu: sudo apt-get install -y --no-install-recommends " + String.join(" ", needed));
    }

    /** The packages that are missing here, those for drawing first; none where the system cannot be asked. */
    static List<String> missingPackages() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return List.of();
        }
        String known = libraryCache();
        return known.isEmpty() ? List.of() : missing(known, hasFont());
    }

    /** The packages whose library the linker's cache does not name, and a font where there is none. */
    static List<String> missing(String linkerCache, boolean hasFont) {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("libpangoft2-1.0.so.0", "libpangoft2-1.0-0");
        packages.put("libgtk-3.so.0", "libgtk-3-0");
        packages.put("libXtst.so.6", "libxtst6");
        packages.put("libXxf86vm.so.1", "libxxf86vm1");
        packages.put("libGL.so.1", "libgl1");
        Stream<String> libraries = packages.entrySet().stream()
                .filter(entry -> !linkerCache.contains(entry.getKey()))
                .map(Map.Entry::getValue);
        return Stream.concat(libraries, hasFont ? Stream.empty() : Stream.of("fonts-dejavu-core"))
                .toList();
    }

    private static boolean hasFont() {
        return FONT_FOLDERS.stream().anyMatch(SystemLibraries::holdsFont);
    }

    private static boolean holdsFont(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(
                    file -> file.toString().endsWith(".ttf") || file.toString().endsWith(".otf"));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    /** What {@code ldconfig -p} prints, or nothing where there is no such command. */
    private static String libraryCache() {
        for (String command : List.of("/sbin/ldconfig", "/usr/sbin/ldconfig")) {
            if (!Files.isExecutable(Path.of(command))) {
                continue;
            }
            try {
                Process process = new ProcessBuilder(command, "-p")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }
        return "";
    }
}
