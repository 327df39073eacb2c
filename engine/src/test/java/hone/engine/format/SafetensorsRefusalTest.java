package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are wrong, damaged or larger than they may be. */
class SafetensorsRefusalTest {
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

    private static Arguments bad(String name, String header, int dataBytes, String reason) {
        return Arguments.of(name, SafetensorsBytes.file(header, new byte[dataBytes]), reason);
    }

    private static String one(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    static Stream<Arguments> badFiles() {
        byte[] notUtf8 = SafetensorsBytes.file("{\"a?\":0}", new byte[0]);
        notUtf8[11] = (byte) 0xC3;
        byte[] utf16 = SafetensorsBytes.file("{}", new byte[0]);
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
            Files.write(file, SafetensorsBytes.file(new String(header, StandardCharsets.UTF_8), new byte[0]));
            HostileFile.assertRefused(file, "safetensors", into -> readAll(file, into));
        }
    }

    @Test
    void damageOfAnySortIsReadOrRefused() throws IOException {
        Path file = folder.resolve("damaged.safetensors");
        SafetensorsWriter.write(file, SafetensorsTest.everyType(region));
        byte[] good = Files.readAllBytes(file);
        System.out.println("seed " + SafetensorsTest.SEED);
        for (int i = 0; i < 1_000; i++) {
            CounterRandom random = new CounterRandom(SafetensorsTest.SEED, 1, i);
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
