package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Progress;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A folder of pictures whose subfolders are the classes, numbered in the order of their names. PNG and JPEG files are
 * read; hidden files and other endings are passed over. With subfolders {@code train} and {@code test} that hold the
 * classes, those are the division.
 */
final class ImageFolder {
    /** A label is a byte. */
    static final int MOST_CLASSES = 256;

    private static final int MOST_FILES = 1_000_000;

    private final String id;
    private final Path folder;
    /** The first picture's where none was asked for. */
    private @Nullable Picture shape;

    private final int side;
    private final int channels;

    /**
     * @param side of the square that every picture is scaled to, or 0 for the size of the first, which all must have
     * @param channels 1 or 3, or 0 for those of the first picture
     */
    ImageFolder(String id, Path folder, int side, int channels) {
        this.id = id;
        this.folder = folder;
        this.side = side;
        this.channels = channels;
    }

    /** Reads all pictures. */
    Corpus load(Progress progress, Cancellation cancellation) {
        if (!isDivided()) {
            return new Corpus.Whole(read(id, folder, classes(folder), progress, cancellation));
        }
        List<String> classes = classes(folder.resolve("train"));
        LabelledImages train = read(id + "#train", folder.resolve("train"), classes, progress, cancellation);
        return new Corpus.Divided(
                id, new Split(train, read(id + "#test", folder.resolve("test"), classes, progress, cancellation)));
    }

    private boolean isDivided() {
        return Files.isDirectory(folder.resolve("train")) && Files.isDirectory(folder.resolve("test"));
    }

    private LabelledImages read(
            String part, Path place, List<String> classes, Progress progress, Cancellation cancellation) {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        if (!classes(place).equals(classes)) {
            throw refusal(place, "its classes " + classes(place) + " are not those of the training part, " + classes);
        }
        for (int c = 0; c < classes.size(); c++) {
            List<Path> ofClass = pictures(place.resolve(classes.get(c)));
            files.addAll(ofClass);
            for (int i = 0; i < ofClass.size(); i++) {
                labels.add(c);
            }
        }
        byte[] pixels = new byte[0];
        byte[] labelBytes = new byte[files.size()];
        for (int i = 0; i < files.size(); i++) {
            cancellation.check("reading the pictures");
            Picture picture = fitted(files.get(i));
            if (i == 0) {
                pixels = room(files.size(), picture.pixels().length);
            }
            System.arraycopy(picture.pixels(), 0, pixels, i * picture.pixels().length, picture.pixels().length);
            labelBytes[i] = labels.get(i).byteValue();
            progress.report((i + 1.0) / files.size(), "reading the pictures");
        }
        Picture size = java.util.Objects.requireNonNull(shape);
        LabelledImages samples = LabelledImages.wrapChannels(
                part, size.channels(), size.rows(), size.columns(), classes.size(), pixels, labelBytes);
        return samples.with(samples.values(), Labels.Classes.of(part, labelBytes, classes.size(), classes));
    }

    private byte[] room(int count, int pixels) {
        long bytes = (long) count * pixels;
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap / 2 || bytes > IdxReader.MOST_BYTES) {
            throw new OverBudget(
                    "reading " + folder,
                    bytes,
                    Math.min(heap / 2, IdxReader.MOST_BYTES),
                    "choose a smaller size, or start Hone with a larger heap (-Xmx)");
        }
        return new byte[(int) bytes];
    }

    private Picture fitted(Path file) {
        Picture picture = PictureFile.read(file);
        picture = channels == 0 ? picture : picture.withChannels(channels);
        picture = side == 0 ? picture : picture.scaled(side, side);
        Picture first = shape == null ? picture : shape;
        shape = first;
        picture = picture.withChannels(first.channels());
        if (picture.rows() != first.rows() || picture.columns() != first.columns()) {
            throw new InvalidInput(
                    "cannot use the pictures",
                    file.toString(),
                    "it has " + picture.rows() + "×" + picture.columns() + " pixels, and the first has " + first.rows()
                            + "×" + first.columns(),
                    "write ,size=N behind the folder to scale all to N×N");
        }
        return picture;
    }

    private List<String> classes(Path place) {
        List<String> classes = new ArrayList<>();
        for (Path entry : entries(place)) {
            if (Files.isDirectory(entry) && !entry.getFileName().toString().startsWith(".")) {
                classes.add(entry.getFileName().toString());
            }
        }
        classes.sort(String::compareTo);
        if (classes.isEmpty() || classes.size() > MOST_CLASSES) {
            throw refusal(
                    place,
                    "it has " + classes.size() + " subfolders, one for each class; 1 to " + MOST_CLASSES + " are due");
        }
        return classes;
    }

    private static List<Path> pictures(Path place) {
        List<Path> files = new ArrayList<>();
        for (Path entry : entries(place)) {
            String name = entry.getFileName().toString();
            if (!name.startsWith(".") && name.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)")) {
                files.add(entry);
            }
        }
        if (files.isEmpty()) {
            throw refusal(place, "it holds no PNG or JPEG file");
        }
        files.sort(Path::compareTo);
        return files;
    }

    private static List<Path> entries(Path place) {
        if (!Files.isDirectory(place)) {
            throw refusal(place, Files.exists(place) ? "this is not a folder" : "there is no such folder");
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(place)) {
            for (Path entry : stream) {
                entries.add(entry);
                if (entries.size() > MOST_FILES) {
                    throw refusal(place, "it holds more than " + MOST_FILES + " files");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw refusal(place, IdxFile.reason(e));
        }
        return entries;
    }

    private static InvalidInput refusal(Path place, String why) {
        return new InvalidInput("cannot read the pictures", place.toString(), why);
    }
}
