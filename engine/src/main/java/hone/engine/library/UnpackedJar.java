package hone.engine.library;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * The files of one jar as a folder of the cache, which bears the jar's name and hence its version. A file is copied once
 * and used again by every later process, after a look at whether its bytes are still those of the jar.
 *
 * @param name of the jar, without ".jar"
 * @param jar the jar
 * @param folder where its files go
 */
record UnpackedJar(String name, Path jar, Path folder) {
    /**
     * The jar that holds this resource.
     *
     * @throws IOException if it lies in none
     */
    static UnpackedJar of(URL resource) throws IOException {
        if (!(resource.openConnection() instanceof JarURLConnection inJar)) {
            throw new FileNotFoundException(resource + " lies in no jar");
        }
        Path jar = Path.of(java.net.URI.create(inJar.getJarFileURL().toString()));
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        return new UnpackedJar(name, jar, cache().resolve(name));
    }

    /** The folder for unpacked libraries below the personal folder, which the program's start names in {@code hone.home}. */
    private static Path cache() {
        String home = System.getProperty("hone.home", "");
        Path above = home.isEmpty()
                ? Path.of(System.getProperty("java.io.tmpdir"), "hone-" + System.getProperty("user.name"))
                : Path.of(home).resolve("cache");
        return above.resolve("natives");
    }

    /** The file of that entry, copied now unless it is there in full. */
    Path unpack(String entryName) throws IOException {
        Path file = folder.resolve(entryName.substring(entryName.lastIndexOf('/') + 1));
        try (JarFile archive = new JarFile(jar.toFile())) {
            JarEntry entry = archive.getJarEntry(entryName);
            if (entry == null) {
                throw new FileNotFoundException(name + " lacks " + entryName);
            }
            if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize() || crc(file) != entry.getCrc()) {
                copy(archive, entry, file);
            }
        }
        return file;
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream content = new CheckedInputStream(Files.newInputStream(file), crc)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue();
    }

    /** Under another name first: a process that looks meanwhile sees all of the file or nothing. */
    private static void copy(JarFile archive, JarEntry entry, Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = Files.createTempFile(folder, file.getFileName().toString(), ".part");
        try (InputStream content = archive.getInputStream(entry)) {
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
