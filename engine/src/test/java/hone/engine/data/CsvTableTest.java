package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    Path folder;

    private LabelledImages read(String content, String options) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), content);
        return DataSpec.parse("csv:" + file + options).loadEvaluation(Progress.NONE, new Cancellation());
    }

    private static float[] sample(LabelledImages samples, int number) {
        float[] values = new float[samples.pixelsPerImage()];
        samples.copyInto(number, 1, values);
        return values;
    }

    @Test
    void numbersAreScaledByOnePowerOfTwoAndTheLastColumnIsTheClass() throws IOException {
        LabelledImages samples = read("1,-12,0\n0.5,3,2\r\n\n4,6,1", "");
        assertEquals(3, samples.count());
        assertEquals(2, samples.pixelsPerImage());
        assertEquals(3, samples.classes());
        assertArrayEquals(new float[] {1 / 16f, -12 / 16f}, sample(samples, 0));
        assertArrayEquals(new float[] {0.5f / 16, 3 / 16f}, sample(samples, 1));
        assertEquals(2, samples.label(1));
        assertTrue(samples.id().endsWith("table.csv,scale=16"), samples.id());
        assertArrayEquals(new float[] {1, -12}, sample(read("1,-12,0\n4,6,1", ",scale=none"), 0));
        assertArrayEquals(new float[] {0.25f, -0.75f}, sample(read("1,-12,0\n4,6,1", ",scale=columns"), 0));
        assertArrayEquals(new float[] {0.125f, -1.5f}, sample(read("1,-12,0\n4,6,1", ",scale=8"), 0));
    }

    @Test
    void textsBecomeCategoriesAndHeadersNames() throws IOException {
        String flowers =
                "height,colour,\"the kind, so to say\"\n1,red,rose\n2,blue,\"iris\"\n0.5,red,\"a \"\"lily\"\"\"\n";
        LabelledImages samples = read(flowers, "");
        assertEquals(3, samples.count());
        assertEquals(3, samples.classes());
        assertArrayEquals(new float[] {0.5f, 0, 1}, sample(samples, 0));
        assertArrayEquals(new float[] {1, 1, 0}, sample(samples, 1));
        // In ascending order: a "lily", iris, rose.
        assertEquals(2, samples.label(0));
        assertEquals(1, samples.label(1));
        assertEquals(0, samples.label(2));
        LabelledImages byColour = read(flowers, ",label=colour");
        assertEquals(2, byColour.classes());
        assertEquals(4, byColour.pixelsPerImage());
        assertEquals(byColour.hash(), read(flowers, ",label=2").hash());
        // A table of texts alone has a header only where that is said.
        assertEquals(3, read("a,b\nc,d\ne,f", "").count());
        assertEquals(2, read("a,b\nc,d\ne,f", ",header=yes").count());
    }

    @Test
    void theSeparatorIsTheOneTheFirstLineHasMostOf() throws IOException {
        assertEquals(2, read("1;2;0\n3;4;1", "").pixelsPerImage());
        assertEquals(2, read("1\t2\t0\n3\t4\t1", "").pixelsPerImage());
        assertEquals(1, read("\"a;b;c\",0\n\"d\",1", ",header=no").classes() - 1);
    }

    @Test
    void theFirstColumnCanBeTheLabelAndNumbersCanBeClasses() throws IOException {
        LabelledImages samples = read("1,5\n0,6\n1,7", ",label=first");
        assertEquals(2, samples.classes());
        assertEquals(1, samples.pixelsPerImage());
        LabelledImages odd = read("1,0.5\n2,-1.5\n3,0.5", ",task=class");
        assertEquals(2, odd.classes());
        assertEquals(1, odd.label(0));
        assertEquals(0, odd.label(1));
    }

    @Test
    void theRealDigitsAreDividedByTheirFile() {
        Path file = SharedData.file("digits_8x8.csv");
        Path split = SharedData.file("tinydigits_split_indices.csv");
        DataSpec data = DataSpec.parse("csv:" + file).dividedBy(split);
        assertEquals(data, DataSpec.parse(data.text()));
        Corpus corpus = data.load(Progress.NONE, new Cancellation());
        Split parts = corpus.split(1);
        assertEquals(1000, parts.train().count());
        assertEquals(200, parts.test().count());
        assertEquals(64, parts.train().pixelsPerImage());
        assertEquals(10, parts.train().classes());
        int[] histogram = new int[10];
        for (int i = 0; i < 1000; i++) {
            histogram[parts.train().label(i)]++;
        }
        assertArrayEquals(new int[] {100, 100, 100, 100, 100, 100, 100, 100, 100, 100}, histogram);
        LabelledImages all = DataSpec.parse("csv:" + file).loadEvaluation(Progress.NONE, new Cancellation());
        assertEquals(1797, all.count());
        assertEquals(0, all.label(0));
        assertArrayEquals(sample(all, 179), sample(parts.train(), 0));
        float[] first = sample(all, 0);
        assertArrayEquals(new float[] {0, 0, 5 / 16f, 13 / 16f}, java.util.Arrays.copyOf(first, 4));
    }
}
