package hone.engine.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Unavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries in jars: unpacked once and whole, and a sentence wherever that cannot be. */
class BundledLibraryTest {
    private static final String CONTENT = "not really a library";

    @TempDir
    Path folder;

    /** A file in a jar of the test's own. */
    private URL resource() throws IOException {
        Path jar = folder.resolve("fake-" + System.nanoTime() + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("a/libfake.so"));
            out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return URI.create("jar:" + jar.toUri() + "!/a/libfake.so").toURL();
    }

    @Test
    void aFileIsCopiedOnceUnderTheJarsName() throws IOException {
        URL resource = resource();
        UnpackedJar jar = UnpackedJar.of(resource);
        Path file = jar.unpack("a/libfake.so");
        assertEquals(CONTENT, Files.readString(file));
        assertTrue(file.endsWith(Path.of("natives", jar.name(), "libfake.so")), file.toString());
        assertTrue(jar.name().startsWith("fake-") && !jar.name().endsWith(".jar"), jar.name());
        FileTime marked = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, marked);
        assertEquals(file, UnpackedJar.of(resource).unpack("a/libfake.so"));
        assertEquals(marked, Files.getLastModifiedTime(file), "it was copied again");
    }

    @Test
    void aFileThatIsNotWholeIsCopiedAgain() throws IOException {
        URL resource = resource();
        Path file = UnpackedJar.of(resource).unpack("a/libfake.so");
        Files.writeString(file, "x".repeat(CONTENT.length()));
        UnpackedJar.of(resource).unpack("a/libfake.so");
        assertEquals(CONTENT, Files.readString(file), "of the right length, and damaged");
        Files.writeString(file, "half");
        UnpackedJar.of(resource).unpack("a/libfake.so");
        assertEquals(CONTENT, Files.readString(file));
        try (var files = Files.list(file.resolveSibling(".").normalize())) {
            assertEquals(List.of(file), files.toList(), "nothing half written is left");
        }
    }

    @Test
    void whatIsInNoJarIsRefusedByName() throws IOException {
        URL resource = resource();
        FileNotFoundException missing = assertThrows(
                FileNotFoundException.class, () -> UnpackedJar.of(resource).unpack("a/other.so"));
        assertTrue(String.valueOf(missing.getMessage()).contains("lacks a/other.so"));
        URL loose = folder.resolve("loose.so").toUri().toURL();
        assertThrows(FileNotFoundException.class, () -> UnpackedJar.of(loose));
    }

    @Test
    void aMissingLibrarySaysHowToGetIt() {
        String here = Platform.here().toString();
        BundledLibrary library = new BundledLibrary(
                "Fake", Map.of(here, new BundledLibrary.Files(List.of("nowhere/libfake.so"), List.of())));
        String reason = library.unavailableReason().orElse("");
        assertTrue(reason.contains("Fake is not on the class path") && reason.contains("--peers"), reason);
        Unavailable refused = assertThrows(Unavailable.class, library::symbols);
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void aPlatformWithoutFilesIsNamed() {
        BundledLibrary library = new BundledLibrary("Fake", Map.of());
        assertEquals(
                "Fake is not used on " + Platform.here(),
                library.unavailableReason().orElse(""));
    }

    /** Any resource in a jar will do for a file that no linker opens. */
    @Test
    void aFileThatIsNoLibraryCannotBeOpened() {
        String noLibrary = Test.class.getName().replace('.', '/') + ".class";
        BundledLibrary library = new BundledLibrary(
                "Fake", Map.of(Platform.here().toString(), new BundledLibrary.Files(List.of(noLibrary), List.of())));
        String reason = library.unavailableReason().orElse("");
        assertTrue(reason.startsWith("Fake cannot be opened: "), reason);
    }

    @Test
    void platformsAreNamedAsJarsNameThem() {
        assertEquals("linux-x86_64", Platform.of("Linux", "amd64").toString());
        assertEquals("macosx-arm64", Platform.of("Mac OS X", "aarch64").toString());
        assertEquals("windows-x86_64", Platform.of("Windows 11", "amd64").toString());
    }
}
