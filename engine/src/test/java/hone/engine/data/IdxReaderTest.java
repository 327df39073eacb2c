package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
    @TempDir
    Path folder;

    private Corpus load() {
        return new DataSpec.Idx(folder).load(Progress.NONE, new Cancellation());
    }

    private void pair(String prefix, int count, int rows, int columns) {
        IdxBytes.write(folder, prefix + "images-idx3-ubyte", IdxBytes.images(count, rows, columns));
        IdxBytes.write(folder, prefix + "labels-idx1-ubyte", IdxBytes.labels(count));
    }

    @Test
    void aPlainPairIsReadWhole() {
        pair("", 10, 3, 4);
        Corpus corpus = load();
        LabelledImages images = corpus.all();
        assertInstanceOf(Corpus.Whole.class, corpus);
        assertEquals("idx:" + folder, corpus.id());
        assertEquals(10, images.count());
        assertEquals(3, images.rows());
        assertEquals(4, images.columns());
        assertEquals(10, images.classes());
        byte[] expected = IdxBytes.images(10, 3, 4);
        assertEquals(expected[16 + 7 * 12 + 2 * 4 + 1], images.pixel(7, 2, 1));
        assertEquals(IdxBytes.labels(10)[8 + 9], images.label(9));
        Split split = corpus.split(1);
        assertEquals(8, split.train().count());
        assertEquals(2, split.test().count());
        assertEquals(3, corpus.split(1, 3).train().count());
    }

    @Test
    void gzippedAndPlainFilesAgreeAndMayBeMixed() {
        pair("t10k-", 10, 3, 4);
        String plain = load().all().hash();
        Path zipped = folder.resolve("zipped");
        IdxBytes.write(zipped, IdxBytes.IMAGES + ".gz", IdxBytes.gzip(IdxBytes.images(10, 3, 4)));
        IdxBytes.write(zipped, IdxBytes.LABELS, IdxBytes.labels(10));
        assertEquals(
                plain,
                new DataSpec.Idx(zipped)
                        .load(Progress.NONE, new Cancellation())
                        .all()
                        .hash());
    }

    @Test
    void aGzipHeaderWithNameCommentAndExtraFieldIsUnderstood() {
        byte[] plain = IdxBytes.gzip(IdxBytes.labels(10));
        byte[] extended = new byte[plain.length + 4 + 2 + 3 + 2];
        System.arraycopy(plain, 0, extended, 0, 10);
        extended[3] = 2 + 4 + 8 + 16;
        byte[] fields = {2, 0, 'x', 'y', 'n', 0, 'c', 'd', 0, 7, 7};
        System.arraycopy(fields, 0, extended, 10, fields.length);
        System.arraycopy(plain, 10, extended, 10 + fields.length, plain.length - 10);
        IdxBytes.write(folder, IdxBytes.LABELS + ".gz", extended);
        IdxBytes.write(folder, IdxBytes.IMAGES, IdxBytes.images(10, 2, 2));
        assertEquals(10, load().all().count());
    }

    @Test
    void aPlainFileWinsOverItsGzippedTwin() {
        pair("", 10, 3, 4);
        IdxBytes.write(folder, "images-idx3-ubyte.gz", new byte[] {1});
        IdxBytes.write(folder, "labels-idx1-ubyte.gz", new byte[] {1});
        assertEquals(10, load().all().count());
    }

    @Test
    void aTrainAndATestPairComeDivided() {
        pair("train-", 12, 2, 2);
        pair("t10k-", 5, 2, 2);
        Corpus corpus = load();
        assertEquals(12, corpus.split(7).train().count());
        assertEquals(5, corpus.split(7).test().count());
        assertEquals(5, corpus.evaluation().count());
        assertEquals(17, corpus.all().count());
        assertEquals(16, corpus.split(7, 16).train().count());
        assertEquals(
                corpus.evaluation().hash(),
                new DataSpec.Idx(folder)
                        .loadEvaluation(Progress.NONE, new Cancellation())
                        .hash());
    }

    @Test
    void labelsAboveNineAddClasses() {
        IdxBytes.write(folder, IdxBytes.IMAGES, IdxBytes.images(10, 2, 2));
        IdxBytes.write(folder, IdxBytes.LABELS, IdxBytes.with(IdxBytes.labels(10), -1, 255));
        assertEquals(256, load().all().classes());
    }

    @Test
    void progressRisesToOneAndACancelledReadStops() {
        pair("train-", 12, 2, 2);
        pair("t10k-", 5, 2, 2);
        List<Double> heard = new ArrayList<>();
        new DataSpec.Idx(folder).load((done, _) -> heard.add(done), new Cancellation());
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(1, heard.getLast(), 1e-9);
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        assertThrows(Cancelled.class, () -> new DataSpec.Idx(folder).load(Progress.NONE, cancelled));
        assertTrue(heard.size() >= 2);
    }
}
