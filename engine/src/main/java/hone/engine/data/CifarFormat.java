package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.OverBudget;
import hone.engine.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The binary form of CIFAR-10 and CIFAR-100: records of label bytes and 3,072 bytes of a picture of 32×32, first red,
 * then green, then blue. CIFAR-100 has a coarse and a fine label; the fine one is learned.
 *
 * <p>Every file must be a whole number of records, and every label below its number of classes. Source: A. Krizhevsky,
 * "Learning Multiple Layers of Features from Tiny Images", 2009, and the description beside the files.
 *
 * @param kind as a person writes it: {@code cifar10}
 * @param folderName the folder that the files come in, which may be given or the one around it
 * @param trainFiles their names
 * @param testFile its name
 * @param classes the number of classes of each label byte; the last is learned
 */
record CifarFormat(String kind, String folderName, List<String> trainFiles, String testFile, List<Integer> classes) {
    /** Ten classes: data_batch_1.bin … data_batch_5.bin train, test_batch.bin tests. */
    static final CifarFormat CIFAR10 = new CifarFormat(
            "cifar10",
            "cifar-10-batches-bin",
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
            "test_batch.bin",
            List.of(10));

    /** A hundred classes in twenty groups: train.bin and test.bin. */
    static final CifarFormat CIFAR100 =
            new CifarFormat("cifar100", "cifar-100-binary", List.of("train.bin"), "test.bin", List.of(20, 100));

    private static final int CHANNELS = 3;
    private static final int SIDE = 32;
    private static final int PICTURE = CHANNELS * SIDE * SIDE;
    private static final long MOST_BYTES = 1L << 30;

    /** Reads both parts. */
    Corpus load(String id, Path folder, Progress progress, Cancellation cancellation) {
        Path place = place(folder);
        LabelledImages train = read(
                id + "#train",
                trainFiles.stream().map(place::resolve).toList(),
                (done, what) -> progress.report(done * 5 / 6, what),
                cancellation);
        LabelledImages test = read(
                id + "#test",
                List.of(place.resolve(testFile)),
                (done, what) -> progress.report((5 + done) / 6, what),
                cancellation);
        return new Corpus.Divided(id, new Split(train, test));
    }

    /** Reads the test part. */
    LabelledImages loadTest(String id, Path folder, Progress progress, Cancellation cancellation) {
        return read(id + "#test", List.of(place(folder).resolve(testFile)), progress, cancellation);
    }

    private Path place(Path folder) {
        if (!Files.isDirectory(folder)) {
            String why = Files.exists(folder) ? "this is not a folder" : "there is no such folder";
            throw refusal(folder.toString(), why);
        }
        Path inner = folder.resolve(folderName);
        return Files.isDirectory(inner) ? inner : folder;
    }

    private LabelledImages read(String id, List<Path> files, Progress progress, Cancellation cancellation) {
        long[] records = new long[files.size()];
        long total = 0;
        for (int i = 0; i < records.length; i++) {
            records[i] = records(files.get(i));
            total += records[i];
        }
        long bytes = total * PICTURE;
        if (bytes > MOST_BYTES) {
            throw refusal(files.getFirst().toString(), total + " pictures are above the limit of 1 GiB");
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap / 2) {
            throw new OverBudget("reading " + id, bytes, heap / 2, "start Hone with a larger heap (-Xmx)");
        }
        byte[] pixels = new byte[(int) bytes];
        byte[] labels = new byte[(int) total];
        int done = 0;
        for (int i = 0; i < records.length; i++) {
            done = readFile(files.get(i), (int) records[i], pixels, labels, done, cancellation);
            progress.report((double) done / total, "reading " + files.get(i).getFileName());
        }
        return LabelledImages.wrapChannels(id, CHANNELS, SIDE, SIDE, classes.getLast(), pixels, labels);
    }

    private long records(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw refusal(file.toString(), "this is not a regular file");
        }
        try {
            long bytes = Files.size(file);
            int record = classes.size() + PICTURE;
            if (bytes == 0 || bytes % record != 0) {
                throw refusal(
                        file.toString(),
                        "its " + bytes + " bytes are not a whole number of records of " + record + " bytes");
            }
            return bytes / record;
        } catch (IOException e) {
            throw refusal(file.toString(), IoReason.of(e));
        }
    }

    private int readFile(Path file, int records, byte[] pixels, byte[] labels, int first, Cancellation cancellation) {
        byte[] label = new byte[classes.size()];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int i = 0; i < records; i++) {
                cancellation.check("reading the data");
                long at = (long) i * (classes.size() + PICTURE);
                int got = in.readNBytes(label, 0, label.length) + in.readNBytes(pixels, (first + i) * PICTURE, PICTURE);
                if (got < label.length + PICTURE) {
                    throw refusal(file + ", byte " + (at + got), "the file ends within record " + i);
                }
                for (int b = 0; b < label.length; b++) {
                    if (Byte.toUnsignedInt(label[b]) >= classes.get(b)) {
                        throw refusal(
                                file + ", byte " + (at + b),
                                "the label " + Byte.toUnsignedInt(label[b]) + " of record " + i + " is not below "
                                        + classes.get(b));
                    }
                }
                labels[first + i] = label[label.length - 1];
            }
        } catch (IOException e) {
            throw refusal(file.toString(), IoReason.of(e));
        }
        return first + records;
    }

    private static InvalidInput refusal(String where, String why) {
        return new InvalidInput("cannot read the pictures", where, why);
    }
}
