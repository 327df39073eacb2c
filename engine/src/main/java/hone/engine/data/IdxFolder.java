package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The IDX files of one folder: every {@code PREFIXimages-idx3-ubyte[.gz]} with its {@code PREFIXlabels-idx1-ubyte[.gz]}.
 *
 * <p>One pair is the whole data set. Two pairs, one with {@code train} and one with {@code t10k} or {@code test} in its
 * prefix, come divided. Any other number is refused, since a guess could train on what should test. Of a plain file and
 * its {@code .gz} beside it, the plain one is read. Names may end in another of IDX's types than {@code ubyte}.
 */
final class IdxFolder {
    private static final String IMAGES = "images-idx3-ubyte";
    private static final String LABELS = "labels-idx1-ubyte";
    private static final String IMAGES_OF_ANY_TYPE = "images-idx3-";
    private static final String LABELS_OF_ANY_TYPE = "labels-idx1-";
    private static final Comparator<Path> PLAIN_FIRST =
            Comparator.comparing((Path file) -> file.toString().endsWith(".gz")).thenComparing(Path::compareTo);
    private static final int MOST_PAIRS = 1000;

    /** An image file and its label file. */
    record Pair(String prefix, Path images, Path labels) {
        boolean trains() {
            return prefix.contains("train");
        }

        boolean tests() {
            return prefix.contains("t10k") || prefix.contains("test");
        }
    }

    private final String id;
    private final List<Pair> pairs;

    private IdxFolder(String id, List<Pair> pairs) {
        this.id = id;
        this.pairs = pairs;
    }

    /**
     * Looks through the folder and opens no file.
     *
     * @param id the id of what will be read
     * @throws InvalidInput if the folder is missing or its pairs cannot be understood
     */
    static IdxFolder find(String id, Path folder) {
        if (!Files.isDirectory(folder)) {
            String why = Files.exists(folder) ? "this is not a folder" : "there is no such folder";
            throw new InvalidInput("cannot read the data", folder.toString(), why);
        }
        List<Pair> pairs = pairs(folder, imageFiles(folder));
        boolean divided = pairs.size() == 2
                && pairs.stream().filter(Pair::trains).count() == 1
                && pairs.stream().filter(pair -> pair.tests() && !pair.trains()).count() == 1;
        if (pairs.size() != 1 && !divided) {
            throw new InvalidInput(
                    "cannot choose the data",
                    folder.toString(),
                    "the folder holds " + pairs.size() + " pairs of files ("
                            + String.join(
                                    ", ",
                                    pairs.stream().limit(4).map(Pair::prefix).toList()) + " …)",
                    "leave one pair, or one train pair and one t10k pair");
        }
        return new IdxFolder(id, pairs);
    }

    private static Map<String, Path> imageFiles(Path folder) {
        Map<String, Path> byPrefix = new TreeMap<>();
        String words = Stream.of(IdxType.values()).map(type -> type.word).collect(Collectors.joining(","));
        String glob = "*" + IMAGES_OF_ANY_TYPE + "{" + words + "}{,.gz}";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String prefix = name.substring(0, name.lastIndexOf(IMAGES_OF_ANY_TYPE));
                byPrefix.merge(prefix, file, (a, b) -> PLAIN_FIRST.compare(a, b) <= 0 ? a : b);
                if (byPrefix.size() > MOST_PAIRS) {
                    throw new InvalidInput(
                            "cannot choose the data",
                            folder.toString(),
                            "the folder holds more than " + MOST_PAIRS + " image files");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new InvalidInput("cannot read the data", folder.toString(), IdxFile.reason(e));
        }
        if (byPrefix.isEmpty()) {
            throw new InvalidInput(
                    "cannot read the data",
                    folder.toString(),
                    "the folder holds no file named *" + IMAGES + " or *" + IMAGES + ".gz");
        }
        return byPrefix;
    }

    private static List<Pair> pairs(Path folder, Map<String, Path> imageFiles) {
        List<Pair> pairs = new ArrayList<>();
        imageFiles.forEach((prefix, images) -> {
            Path labels = Stream.of(IdxType.values())
                    .map(type -> prefix + LABELS_OF_ANY_TYPE + type.word)
                    .flatMap(name -> Stream.of(folder.resolve(name), folder.resolve(name + ".gz")))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new InvalidInput(
                            "cannot read the data",
                            images.toString(),
                            "its labels " + prefix + LABELS + "[.gz] are not beside it"));
            pairs.add(new Pair(prefix, images, labels));
        });
        return pairs;
    }

    Corpus load(Progress progress, Cancellation cancellation) {
        if (pairs.size() == 1) {
            return new Corpus.Whole(IdxReader.read(id, pairs.getFirst(), progress, cancellation));
        }
        Pair train = pairs.stream().filter(Pair::trains).findFirst().orElseThrow();
        LabelledImages trainImages =
                IdxReader.read(id + "#train", train, (done, what) -> progress.report(done * 0.8, what), cancellation);
        LabelledImages testImages =
                loadEvaluation((done, what) -> progress.report(0.8 + done * 0.2, what), cancellation);
        if (trainImages.pixelsPerImage() != testImages.pixelsPerImage() || trainImages.rows() != testImages.rows()) {
            throw new InvalidInput(
                    "cannot use the data",
                    id,
                    "the training pictures are " + trainImages.rows() + "×" + trainImages.columns()
                            + " and the test pictures " + testImages.rows() + "×" + testImages.columns());
        }
        return new Corpus.Divided(id, new Split(trainImages, testImages));
    }

    LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        if (pairs.size() == 1) {
            return IdxReader.read(id, pairs.getFirst(), progress, cancellation);
        }
        Pair test = pairs.stream().filter(pair -> !pair.trains()).findFirst().orElseThrow();
        return IdxReader.read(id + "#test", test, progress, cancellation);
    }
}
