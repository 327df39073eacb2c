package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.memory.MemoryBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * IDX files, plain or gzipped; those that are damaged before they are compressed take the damage to the values.
 *
 * @param name of the format
 * @param suffix of the files
 * @param packs whether damage comes before compression
 */
public record IdxBadFormat(String name, String suffix, boolean packs) implements BadFormat {
    private static final byte[] IMAGES = IdxBytes.images(20, 6, 6);
    private static final byte[] LABELS = IdxBytes.labels(20);

    public static IdxBadFormat plain() {
        return new IdxBadFormat("IDX", "", false);
    }

    public static IdxBadFormat gzipped() {
        return new IdxBadFormat("IDX in gzip", ".gz", false);
    }

    public static IdxBadFormat underGzip() {
        return new IdxBadFormat("IDX under gzip", ".gz", true);
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>();
        if (suffix.isEmpty()) {
            Map<String, byte[]> good = files(IdxBadFilesTest.IMAGES, IdxBadFilesTest.LABELS);
            all.addAll(Corpora.of(IdxBadFilesTest.badImages(), good, IdxBytes.IMAGES));
            all.addAll(Corpora.of(IdxBadFilesTest.badLabels(), good, IdxBytes.LABELS));
        } else {
            Map<String, byte[]> good = new TreeMap<>(files(new byte[0], IdxBadFilesTest.LABELS));
            good.remove(IdxBytes.IMAGES);
            all.addAll(Corpora.of(IdxBadFilesTest.badGzippedImages(), good, IdxBytes.IMAGES + suffix));
            all.addAll(GzipMembers.bad(IdxBadFilesTest.IMAGES).entrySet().stream()
                    .map(each -> Bad.in(good, each.getKey(), IdxBytes.IMAGES + suffix, each.getValue(), ""))
                    .toList());
        }
        return all;
    }

    private static Map<String, byte[]> files(byte[] images, byte[] labels) {
        return Map.of(IdxBytes.IMAGES, images, IdxBytes.LABELS, labels);
    }

    @Override
    public List<Map<String, byte[]>> good() {
        byte[] images = suffix.isEmpty() || packs ? IMAGES : IdxBytes.gzip(IMAGES);
        byte[] labels = suffix.isEmpty() || packs ? LABELS : IdxBytes.gzip(LABELS);
        return List.of(Map.of(IdxBytes.IMAGES + suffix, images, IdxBytes.LABELS + suffix, labels));
    }

    @Override
    public byte[] kept(String file, byte[] damaged) {
        return packs ? IdxBytes.gzip(damaged) : damaged;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        new DataSpec.Idx(folder).load(Progress.NONE, stop);
    }
}
