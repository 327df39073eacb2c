package hone.engine.data;

import hone.engine.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A division of samples that somebody wrote down. Each line is {@code train,INDEX} or {@code test,INDEX}, the index from
 * 0; or each line is just the index of a training sample, and all others test. {@code val} and {@code validation} name
 * samples that neither train nor test.
 */
final class SplitFile {
    private static final long MOST_BYTES = 64L << 20;

    private final Path path;
    private final int samples;
    private final BitSet used;
    private final List<Integer> train = new ArrayList<>();
    private final List<Integer> test = new ArrayList<>();
    private int line;
    private boolean indicesOnly;

    private SplitFile(Path path, int samples) {
        this.path = path;
        this.samples = samples;
        used = new BitSet(samples);
    }

    /**
     * Divides the samples.
     *
     * @param id of the whole; the parts' ids add their names
     * @throws InvalidInput if the file is missing, a line is neither form, an index is out of range or there twice, or a
     *     part would be empty
     */
    static Split apply(String id, Path path, LabelledImages all) {
        SplitFile file = new SplitFile(path, all.count());
        Utf8Text.read(path, "the split", MOST_BYTES).lines().forEach(file::line);
        if (file.indicesOnly) {
            for (int sample = file.used.nextClearBit(0);
                    sample < file.samples;
                    sample = file.used.nextClearBit(sample + 1)) {
                file.test.add(sample);
            }
        }
        if (file.train.isEmpty() || file.test.isEmpty()) {
            throw new InvalidInput(
                    "cannot use the split",
                    path.toString(),
                    "it leaves " + file.train.size() + " samples to train and " + file.test.size() + " to test");
        }
        return new Split(all.subset(id + "#train", indices(file.train)), all.subset(id + "#test", indices(file.test)));
    }

    private static int[] indices(List<Integer> samples) {
        return samples.stream().mapToInt(Integer::intValue).toArray();
    }

    private void line(String text) {
        line++;
        if (text.isBlank()) {
            return;
        }
        int comma = text.indexOf(',');
        String part = comma < 0 ? "" : text.substring(0, comma).strip();
        boolean first = used.isEmpty();
        indicesOnly = first ? comma < 0 : indicesOnly;
        if (indicesOnly != comma < 0) {
            throw refusal("lines with a part's name and lines without one are mixed");
        }
        int sample = sample(text.substring(comma + 1).strip());
        switch (part) {
            case "", "train" -> train.add(sample);
            case "test" -> test.add(sample);
            case "val", "validation" -> {}
            default -> throw refusal("the part is none of train, val, validation and test");
        }
        if (comma == 0) {
            throw refusal("no part stands before the comma");
        }
    }

    private int sample(String text) {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) >= samples) {
            throw refusal("the index is not a whole number from 0 to " + (samples - 1));
        }
        int sample = Integer.parseInt(text);
        if (used.get(sample)) {
            throw refusal("sample " + sample + " is there already");
        }
        used.set(sample);
        return sample;
    }

    private InvalidInput refusal(String why) {
        return new InvalidInput("cannot use the split", path + ", line " + line, why);
    }
}
