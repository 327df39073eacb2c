package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reads MNIST's own test files where the shared data folder is at hand. */
class RealMnistTest {
    private static Path sharedData() {
        String given = System.getProperty("hone.shared");
        if (given != null) {
            return Path.of(given, "data");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("data");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared", "data");
    }

    @Test
    void theRealTestFilesAreReadWhole() {
        Path folder = sharedData();
        assumeTrue(
                Files.isRegularFile(folder.resolve("mnist-t10k-images-idx3-ubyte.gz")),
                "MNIST's test files are not in " + folder);
        LabelledImages images = new DataSpec.Idx(folder).loadEvaluation(Progress.NONE, new Cancellation());
        assertEquals(10_000, images.count());
        assertEquals(28, images.rows());
        assertEquals(28, images.columns());
        assertEquals(10, images.classes());
        int[] histogram = new int[10];
        for (int i = 0; i < images.count(); i++) {
            histogram[images.label(i)]++;
        }
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, histogram);
        float[] first = new float[784];
        images.copyInto(0, 1, first);
        double ink = 0;
        for (float pixel : first) {
            ink += pixel;
        }
        assertEquals(7, images.label(0));
        assertTrue(ink > 50 && ink < 120, "the first picture has ink " + ink);
    }
}
