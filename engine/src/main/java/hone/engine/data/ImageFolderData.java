package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder of PNG and JPEG files in a subfolder for each class.
 *
 * @param folder with the classes, or with {@code train} and {@code test}
 * @param side of the square that every picture is scaled to, or 0 for the size they have
 * @param channels 1 for grey, 3 for colour, or 0 for what the first picture is
 */
record ImageFolderData(Path folder, int side, int channels) implements DataSpec {
    private static final int LONGEST_SIDE = 1024;

    static ImageFolderData parse(String text) {
        DataOptions parts = DataOptions.parse(text, List.of("size", "channels"));
        String size = parts.get("size", "0");
        boolean absent = !parts.values().containsKey("size");
        if (!absent && (!size.matches("[1-9][0-9]{0,3}") || Integer.parseInt(size) > LONGEST_SIDE)) {
            throw DataOptions.refusal(text, "the size is not a whole number from 1 to " + LONGEST_SIDE);
        }
        String channels = parts.get("channels", "0");
        if (parts.values().containsKey("channels") && !channels.matches("[13]")) {
            throw DataOptions.refusal(text, "channels is 1 for grey or 3 for colour");
        }
        return new ImageFolderData(parts.path(), Integer.parseInt(size), Integer.parseInt(channels));
    }

    @Override
    public String text() {
        return "images:" + folder + (side == 0 ? "" : ",size=" + side) + (channels == 0 ? "" : ",channels=" + channels);
    }

    @Override
    public Corpus load(Progress progress, Cancellation cancellation) {
        return new ImageFolder(text(), folder, side, channels).load(progress, cancellation);
    }

    @Override
    public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        // The training part says which classes and which size there are.
        return load(progress, cancellation).evaluation();
    }
}
