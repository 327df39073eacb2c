package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written comes back, and what other programs write is read. */
class SafetensorsTest {
    static final long SEED = 17;

    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");

    @AfterEach
    void giveBack() {
        region.close();
    }

    static Safetensors everyType(MemoryRegion region) {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (DType dtype : DType.values()) {
            for (long[] sizes : new long[][] {{}, {3}, {0, 4}, {2, 3, 5}}) {
                Tensor tensor = region.tensor(dtype, Shape.of(sizes));
                CounterRandom random = new CounterRandom(SEED, tensors.size(), 0);
                for (long i = 0; i < tensor.bytes(); i++) {
                    tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(256));
                }
                tensors.put(dtype + "." + sizes.length, tensor);
            }
        }
        return new Safetensors(Map.of("format", "pt", "ключ", "a \"text\"\nof two lines"), tensors);
    }

    @Test
    void everyTypeAndTheMetadataComeBackToTheByte() throws IOException {
        Safetensors written = everyType(region);
        Path file = folder.resolve("all.safetensors");
        SafetensorsWriter.write(file, written);
        assertEquals(Files.size(file), SafetensorsWriter.bytes(written));
        Safetensors read = SafetensorsReader.read(file, region);
        assertEquals(written.metadata(), read.metadata());
        assertEquals(written.tensors().keySet(), read.tensors().keySet());
        written.tensors().forEach((name, tensor) -> {
            Tensor other = read.tensor(name);
            assertEquals(tensor.type(), other.type(), name);
            assertEquals(-1, tensor.segment().mismatch(other.segment()), name);
        });
    }

    /** By hand, as the format's description says: length, header, data. */
    @Test
    void aFileOfAnotherProgramIsRead() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"},\"b\":{\"dtype\":\"I32\",\"shape\":[2],"
                + "\"data_offsets\":[4,12]},\"a\":{\"data_offsets\":[0,4],\"shape\":[1,1],\"dtype\":\"F32\"}}  ";
        Path file = folder.resolve("other.safetensors");
        byte[] data = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5F)
                .putInt(-7)
                .putInt(1 << 30)
                .array();
        Files.write(file, SafetensorsBytes.file(header, data));
        Safetensors read = SafetensorsReader.read(file, region);
        assertEquals(
                java.util.List.of("a", "b"),
                java.util.List.copyOf(read.tensors().keySet()));
        assertArrayEquals(new float[] {1.5F}, read.tensor("a").toFloats());
        assertArrayEquals(new int[] {-7, 1 << 30}, read.tensor("b").segment().toArray(ValueLayout.JAVA_INT));
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void halfPrecisionIsWidenedExactly(DType dtype) {
        Tensor all = region.tensor(dtype, Shape.of(1 << 16));
        for (int bits = 0; bits < 1 << 16; bits++) {
            all.segment().setAtIndex(ValueLayout.JAVA_SHORT, bits, (short) bits);
        }
        Path file = folder.resolve("half.safetensors");
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("odd", region.tensor(DType.U8, Shape.of(3)));
        tensors.put("all", all);
        SafetensorsWriter.write(file, new Safetensors(Map.of(), tensors));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            float[] wide = opened.float32("all", region).toFloats();
            for (int bits = 0; bits < 1 << 16; bits++) {
                assertEquals(value(dtype, bits), wide[bits], 0, "bits " + bits);
            }
            InvalidInput refused = assertThrows(InvalidInput.class, () -> opened.float32("odd", region));
            assertTrue(refused.getMessage().contains("U8"), refused.getMessage());
            assertThrows(InvalidInput.class, () -> opened.tensor("none", region));
        }
    }

    /** From sign, exponent and fraction. */
    private static double value(DType dtype, int bits) {
        int fractionBits = dtype == DType.F16 ? 10 : 7;
        int exponentBits = 15 - fractionBits;
        int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
        double fraction = (bits & (1 << fractionBits) - 1) / (double) (1 << fractionBits);
        int bias = (1 << (exponentBits - 1)) - 1;
        double sign = bits >> 15 == 0 ? 1 : -1;
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return sign * (exponent == 0 ? Math.scalb(fraction, 1 - bias) : Math.scalb(1 + fraction, exponent - bias));
    }

    @Test
    void aLargeFileIsMappedAndItsTensorsCostNothing() throws IOException {
        long elements = (WeightFile.LEAST_MAPPED >> 2) + 16;
        String head = "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + elements + "],\"data_offsets\":[0," + 4 * elements
                + "]},\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[" + 4 * elements + ","
                + (4 * elements + 12) + "]},\"c\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":["
                + (4 * elements + 12) + "," + (4 * elements + 16) + "]}}";
        String padded = head + " ".repeat(64 - (head.length() + 8) % 64);
        Path file = folder.resolve("large.safetensors");
        byte[] start = SafetensorsBytes.file(padded, new byte[0]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(start));
            ByteBuffer end = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
            end.putFloat(8).putFloat(1).putFloat(2).putFloat(3).putFloat(4).flip();
            channel.write(end, start.length + 4 * elements - 4);
        }
        Safetensors read = SafetensorsReader.read(file, region);
        Tensor large = read.tensor("a");
        assertTrue(large.segment().isReadOnly());
        assertEquals(8, large.getFloat(elements - 1));
        assertEquals(0, large.getFloat(0));
        assertArrayEquals(new float[] {1, 2, 3}, read.tensor("b").toFloats());
        assertArrayEquals(new float[] {4}, read.tensor("c").toFloats());
        assertFalse(read.tensor("c").segment().isReadOnly(), "it is not aligned, so it is a copy");
        assertTrue(budget.used() < 1024, "mapped weights are not charged: " + budget.used());
    }
}
