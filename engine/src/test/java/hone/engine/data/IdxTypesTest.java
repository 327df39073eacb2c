package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every element type of IDX gives the numbers that were written, as images and as labels. */
class IdxTypesTest {
    private static final double[] VALUES = {0, 1, 7, 100, 127, 3, 2, 1, 0, 64, 9, 5};

    @TempDir
    Path folder;

    private static byte[] file(IdxType type, double[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length * type.width);
        bytes.put((byte) 0).put((byte) 0).put((byte) type.code).put((byte) shape.length);
        for (int size : shape) {
            bytes.putInt(size);
        }
        for (double value : values) {
            switch (type) {
                case UNSIGNED_BYTE, SIGNED_BYTE -> bytes.put((byte) value);
                case SHORT -> bytes.putShort((short) value);
                case INT -> bytes.putInt((int) value);
                case FLOAT -> bytes.putFloat((float) value);
                case DOUBLE -> bytes.putDouble(value);
            }
        }
        return bytes.array();
    }

    private LabelledImages read(IdxType images, double[] values, IdxType labels) {
        IdxBytes.write(folder, "images-idx3-" + images.word, file(images, values, 3, 2, 2));
        IdxBytes.write(folder, "labels-idx1-" + labels.word, file(labels, new double[] {3, 0, 2}, 3));
        return new DataSpec.Idx(folder).loadEvaluation(Progress.NONE, new Cancellation());
    }

    @ParameterizedTest
    @EnumSource
    void imagesOfEveryTypeAreTheNumbersInTheFile(IdxType type) {
        LabelledImages images = read(type, VALUES, IdxType.UNSIGNED_BYTE);
        float[] batch = new float[12];
        images.copyInto(0, 3, batch);
        float[] expected = new float[12];
        for (int i = 0; i < 12; i++) {
            expected[i] = type == IdxType.UNSIGNED_BYTE ? (float) VALUES[i] / 255f : (float) VALUES[i];
        }
        assertArrayEquals(expected, batch);
        assertEquals(2, images.label(2));
    }

    @Test
    void signedAndFractionalValuesKeepTheirSignsAndFractions() {
        double[] values = {-128, -1, 0, 127, -5, 6, -7, 8, -9, 10, -11, 12};
        float[] batch = new float[12];
        for (IdxType type : new IdxType[] {IdxType.SIGNED_BYTE, IdxType.SHORT, IdxType.INT}) {
            Path before = folder;
            folder = before.resolve(type.word);
            read(type, values, IdxType.INT).copyInto(0, 3, batch);
            assertEquals(-128, batch[0]);
            assertEquals(-11, batch[10]);
            folder = before;
        }
        values[0] = 0.125;
        read(IdxType.DOUBLE, values, IdxType.SHORT).copyInto(0, 3, batch);
        assertEquals(0.125f, batch[0]);
    }

    @Test
    void whatIsNoNumberIsRefusedWithItsByte() {
        double[] values = VALUES.clone();
        values[5] = Double.NaN;
        Refusal.expect(() -> read(IdxType.FLOAT, values, IdxType.INT), 100, "byte 36", "no finite float32");
        values[5] = 1e300;
        Refusal.expect(() -> read(IdxType.DOUBLE, values, IdxType.INT), 200, "byte", "no finite float32");
        IdxBytes.write(folder, "labels-idx1-ubyte", file(IdxType.INT, new double[] {3, 256, 2}, 3));
        Refusal.expect(
                () -> new DataSpec.Idx(folder).load(Progress.NONE, new Cancellation()),
                200,
                "byte 12",
                "the label 256 is not within 0 … 255");
    }
}
