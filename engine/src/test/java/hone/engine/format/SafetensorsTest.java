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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    private static final long SEED = 17;

    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");

    @AfterEach
    void giveBack() {
        region.close();
    }

    private static void readAll(Path path, MemoryRegion into) {
        SafetensorsReader.read(path, into);
    }

    private Safetensors everyType() {
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
        Safetensors written = everyType();
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
        Files.write(file, bytes(header, data));
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
        byte[] start = bytes(padded, new byte[0]);
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

    private static byte[] bytes(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }

    private static Arguments bad(String name, String header, int dataBytes, String reason) {
        return Arguments.of(name, bytes(header, new byte[dataBytes]), reason);
    }

    private static String one(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    static Stream<Arguments> badFiles() {
        byte[] notUtf8 = bytes("{\"a?\":0}", new byte[0]);
        notUtf8[11] = (byte) 0xC3;
        byte[] utf16 = bytes("{}", new byte[0]);
        utf16[9] = 0;
        String many = Stream.iterate(0, i -> i + 1)
                .limit(10_001)
                .map(i -> "\"t" + i + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}")
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
        String texts = Stream.iterate(0, i -> i + 1)
                .limit(10_001)
                .map(i -> "\"t" + i + "\":\"\"")
                .collect(java.util.stream.Collectors.joining(",", "{\"__metadata__\":{", "}}"));
        return Stream.of(
                Arguments.of("nothing", new byte[0], "too few"),
                Arguments.of("length alone", new byte[8], "too few"),
                Arguments.of("length of zero", new byte[64], "claims 0 bytes"),
                Arguments.of("length past the end", new byte[] {99, 0, 0, 0, 0, 0, 0, 0, '{', '}'}, "claims 99"),
                Arguments.of("length of 2^63", new byte[] {0, 0, 0, 0, 0, 0, 0, -128, '{', '}'}, "claims"),
                Arguments.of("not UTF-8", notUtf8, "not UTF-8"),
                Arguments.of("half a character", utf16, "not valid JSON"),
                bad("blank first", " {}", 0, "not JSON"),
                bad("byte order mark", "\uFEFF{}", 0, "not JSON"),
                bad("deep nesting", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 0, "not an object"),
                bad("deep shape", one("\"F32\"", "[".repeat(50_000), "[0,4]"), 4, "not a size"),
                bad("wide shape", one("\"F32\"", "[" + "1,".repeat(400_000) + "1]", "[0,4]"), 4, "more than 8"),
                bad("many tensors", many, 0, "more than 10000 tensors"),
                bad("many texts", texts, 0, "more than 10000 texts"),
                bad("unknown property", "{\"a\":{\"dtype\":\"U8\",\"x\":1}}", 0, "unknown property x"),
                bad("external data", "{\"a\":{\"location\":\"/etc/passwd\"}}", 0, "unknown property location"),
                bad("description is a list", "{\"a\":[0,4]}", 4, "not an object"),
                bad("description is null", "{\"a\":null}", 0, "not an object"),
                bad("dtype in small letters", one("\"f32\"", "[1]", "[0,4]"), 4, "dtype is f32"),
                bad("dtype is a number", one("32", "[1]", "[0,4]"), 4, "dtype is not a text"),
                bad("dtype unknown here", one("\"F64\"", "[1]", "[0,8]"), 8, "dtype is F64"),
                bad("long dtype", one("\"" + "F".repeat(9_000) + "\"", "[1]", "[0,4]"), 4, "dtype is FFF"),
                bad("one offset", one("\"F32\"", "[1]", "[4]"), 4, "missing"),
                bad("three offsets", one("\"F32\"", "[1]", "[0,2,4]"), 4, "more than 2"),
                bad("negative offset", one("\"F32\"", "[1]", "[-4,0]"), 4, "-4 is not a size"),
                bad("offset past long", one("\"F32\"", "[1]", "[0,18446744073709551620]"), 4, "not a size"),
                bad("shape overflows", one("\"F32\"", "[2147483648,2147483648,4]", "[0,4]"), 4, "overflow"),
                bad("shape overflows to its size", one("\"U8\"", "[4294967296,4294967297]", "[0,4]"), 4, "overflow"),
                bad("duplicate property", "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 0, "uplicate"),
                bad("duplicate metadata", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "uplicate"),
                bad("duplicate text", "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0, "uplicate"),
                bad("nested metadata", "{\"__metadata__\":{\"a\":{\"b\":\"c\"}}}", 0, "not a text"),
                bad("metadata is a list", "{\"__metadata__\":[]}", 0, "not an object"),
                bad("empty name", one("\"U8\"", "[1]", "[0,1]").replace("\"a\"", "\"\""), 1, "0 characters"),
                bad("very long name", "{\"" + "n".repeat(60_000) + "\":{}}", 0, "safetensors"),
                bad("number of 5,000 digits", one("\"U8\"", "[" + "9".repeat(5_000) + "]", "[0,1]"), 1, "safetensors"),
                bad("not a number", one("\"U8\"", "[NaN]", "[0,1]"), 1, "not valid JSON"),
                bad("a comment", "{/* */}", 0, "not valid JSON"),
                bad("a second object", "{}{}", 0, "follows its end"),
                bad("zeros after", "{}\0\0", 0, "not valid JSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedAndCostsLittle(String name, byte[] bytes, String reason) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        Files.write(file, bytes);
        HostileFile.assertRefused(file, reason, into -> readAll(file, into));
    }

    /** Large headers that would become far larger objects if they were read as a tree. */
    @Test
    void aLargeHeaderCostsNoMoreThanItsBytes() throws IOException {
        Path file = folder.resolve("wide.safetensors");
        int length = 30 << 20;
        byte[] header = new byte[length];
        for (String start : new String[] {"{\"a\":[", "{\"a\":{\"shape\":[", "{\"__metadata__\":{\"a\":\""}) {
            Arrays.fill(header, (byte) ' ');
            System.arraycopy(start.getBytes(StandardCharsets.UTF_8), 0, header, 0, start.length());
            for (int i = start.length(); i + 1 < length; i += 2) {
                header[i] = '1';
                header[i + 1] = ',';
            }
            Files.write(file, bytes(new String(header, StandardCharsets.UTF_8), new byte[0]));
            HostileFile.assertRefused(file, "safetensors", into -> readAll(file, into));
        }
    }

    @Test
    void damageOfAnySortIsReadOrRefused() throws IOException {
        Path file = folder.resolve("damaged.safetensors");
        SafetensorsWriter.write(file, everyType());
        byte[] good = Files.readAllBytes(file);
        System.out.println("seed " + SEED);
        for (int i = 0; i < 1_000; i++) {
            CounterRandom random = new CounterRandom(SEED, 1, i);
            byte[] damaged = good.clone();
            for (int hits = 0; hits <= random.nextInt(4); hits++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, random.nextInt(5) == 0 ? Arrays.copyOf(damaged, random.nextInt(good.length)) : damaged);
            HostileFile.assertReadOrRefused(file, into -> readAll(file, into));
        }
        for (int length = 0; length < good.length; length += 64) {
            Files.write(file, Arrays.copyOf(good, length));
            HostileFile.assertRefused(file, "safetensors", into -> readAll(file, into));
        }
    }

    @Test
    void aNameThatNoReaderTakesIsNotWritten() {
        Tensor tensor = region.tensor(DType.U8, Shape.of(1));
        for (String name : new String[] {"", "n".repeat(257), "__metadata__"}) {
            LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>(Map.of(name, tensor));
            Path file = folder.resolve("names.safetensors");
            assertThrows(
                    InvalidInput.class, () -> SafetensorsWriter.write(file, new Safetensors(Map.of(), tensors)), name);
            assertFalse(Files.exists(file));
        }
    }
}
