package hone.engine.format.llama2c;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.format.HostileFile;
import hone.engine.random.CounterRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tokenizer against the program that it is from, step by step, and against files that are wrong. */
class Llama2cTokenizerTest {
    @TempDir
    Path folder;

    private Path save(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("tokenizer.bin"), bytes);
    }

    private Llama2cTokenizer tokenizer() throws IOException {
        return Llama2cTokenizer.read(save(PiecesBytes.good()), PiecesBytes.tokens());
    }

    /** As run.c does it: all pairs are looked at before each step, and the first of the best is joined. */
    private static int[] greedy(String text) {
        List<byte[]> pieces = PiecesBytes.pieces();
        float[] scores = PiecesBytes.scores();
        List<Integer> tokens = new ArrayList<>(List.of(1));
        if (!text.isEmpty()) {
            tokens.add(259);
        }
        text.codePoints().forEach(character -> {
            byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            int whole = find(pieces, bytes);
            if (whole >= 0) {
                tokens.add(whole);
            } else {
                for (byte single : bytes) {
                    tokens.add(3 + Byte.toUnsignedInt(single));
                }
            }
        });
        while (true) {
            float best = -1e10F;
            int at = -1;
            int joined = -1;
            for (int i = 0; i + 1 < tokens.size(); i++) {
                byte[] left = pieces.get(tokens.get(i));
                byte[] right = pieces.get(tokens.get(i + 1));
                byte[] both = Arrays.copyOf(left, left.length + right.length);
                System.arraycopy(right, 0, both, left.length, right.length);
                int id = find(pieces, both);
                if (id >= 0 && scores[id] > best) {
                    best = scores[id];
                    at = i;
                    joined = id;
                }
            }
            if (at < 0) {
                return tokens.stream().mapToInt(Integer::intValue).toArray();
            }
            tokens.set(at, joined);
            tokens.subList(at + 1, at + 2).clear();
        }
    }

    private static int find(List<byte[]> pieces, byte[] bytes) {
        for (int i = 0; i < pieces.size(); i++) {
            if (Arrays.equals(pieces.get(i), bytes)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void encodesAsRunDoes() throws IOException {
        Llama2cTokenizer tokenizer = tokenizer();
        System.out.println("seed " + PiecesBytes.SEED);
        String letters = "aaabbcé \nxß語😀<";
        int[] characters = letters.codePoints().toArray();
        for (int i = 0; i < 400; i++) {
            CounterRandom random = new CounterRandom(PiecesBytes.SEED, 1, i);
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.appendCodePoint(characters[random.nextInt(characters.length)]);
            }
            int[] tokens = tokenizer.encode(text.toString(), true, false);
            assertArrayEquals(greedy(text.toString()), tokens, text.toString());
            assertEquals(text.toString(), tokenizer.decode(tokens));
        }
    }

    @Test
    void beginAndEndAreAddedOnDemand() throws IOException {
        Llama2cTokenizer tokenizer = tokenizer();
        assertArrayEquals(new int[] {1, 2}, tokenizer.encode("", true, true));
        assertArrayEquals(new int[] {}, tokenizer.encode("", false, false));
        int[] tokens = tokenizer.encode("x", false, true);
        assertArrayEquals(new int[] {259, 3 + 'x', 2}, tokens);
        assertEquals("x", tokenizer.decode(tokenizer.encode("x", true, true)));
    }

    @Test
    void tokensOfBytesBecomeBytes() throws IOException {
        Llama2cTokenizer tokenizer = tokenizer();
        for (int b = 0; b < 256; b++) {
            assertArrayEquals(new byte[] {(byte) b}, tokenizer.decode(0, 3 + b));
        }
        assertArrayEquals(
                "a".getBytes(StandardCharsets.UTF_8), tokenizer.decode(1, 259 + PiecesBytes.WORDS.indexOf(" a")));
        assertArrayEquals(
                " a".getBytes(StandardCharsets.UTF_8), tokenizer.decode(5, 259 + PiecesBytes.WORDS.indexOf(" a")));
        assertThrows(InvalidInput.class, () -> tokenizer.decode(1, -1));
        assertThrows(InvalidInput.class, () -> tokenizer.decode(1, tokenizer.size()));
    }

    @Test
    @Timeout(10)
    void aLongTextTakesLittleTime() throws IOException {
        Llama2cTokenizer tokenizer = tokenizer();
        String text = "abcab".repeat(20_000);
        int[] tokens = tokenizer.encode(text, true, false);
        assertEquals(text, tokenizer.decode(tokens));
    }

    @Test
    void whatCannotBeSpeltIsRefused() throws IOException {
        List<byte[]> few = PiecesBytes.pieces().subList(0, 100);
        Llama2cTokenizer tokenizer = Llama2cTokenizer.read(save(PiecesBytes.file(few, new float[100])), 100);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> tokenizer.encode("z", true, false));
        assertTrue(refused.getMessage().contains("z"), refused.getMessage());
    }

    static Stream<Arguments> badFiles() {
        return PiecesBytes.bad().stream().map(one -> Arguments.of(one.name(), one.tokens(), one.bytes(), one.reason()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedAndCostsLittle(String name, int vocabulary, byte[] bytes, String reason) throws IOException {
        Path file = save(bytes);
        HostileFile.assertRefused(file, reason, into -> Llama2cTokenizer.read(file, vocabulary));
    }

    /** As many tokens as there may be, all alike: what is hardest to sort or to look up. */
    @Test
    void manyEqualPiecesCostLittle() throws IOException {
        int tokens = 1 << 19;
        ByteBuffer out = ByteBuffer.allocate(4 + 9 * tokens)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1);
        for (int i = 0; i < tokens; i++) {
            out.putFloat(0).putInt(1).put((byte) 'a');
        }
        Path file = save(out.array());
        HostileFile.assertReadOrRefused(file, into -> {
            Llama2cTokenizer tokenizer = Llama2cTokenizer.read(file, tokens);
            assertArrayEquals(new int[] {0, 0}, tokenizer.encode("aa", false, false));
        });
    }

    @Test
    void damageOfAnySortIsReadOrRefused() throws IOException {
        byte[] good = PiecesBytes.good();
        int all = PiecesBytes.tokens();
        System.out.println("seed " + PiecesBytes.SEED);
        for (int i = 0; i < 1_000; i++) {
            CounterRandom random = new CounterRandom(PiecesBytes.SEED, 99, i);
            byte[] damaged = good.clone();
            for (int hits = 0; hits <= random.nextInt(3); hits++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = save(damaged);
            HostileFile.assertReadOrRefused(
                    file, into -> Llama2cTokenizer.read(file, all).encode("abcab é", true, true));
        }
        for (int length = 0; length < good.length; length += 64) {
            Path file = save(Arrays.copyOf(good, length));
            HostileFile.assertRefused(file, "", into -> Llama2cTokenizer.read(file, all));
        }
    }

    @Test
    void asATokenizerOfTextsItBeginsThemAndKeepsBlanksApart() throws IOException {
        Llama2cText text = new Llama2cText(tokenizer());
        String written = "ab cab é\n猫 ";
        int[] prompt = text.prompt(written);
        assertEquals(Llama2cTokenizer.BEGIN, prompt[0]);
        assertArrayEquals(text.encode(written), Arrays.copyOfRange(prompt, 1, prompt.length));
        assertEquals(written, text.decode(prompt));
        assertEquals(Llama2cTokenizer.BEGIN, text.ending().orElseThrow());
        assertEquals(0, text.bytes(Llama2cTokenizer.END).length);
        assertEquals(259 + PiecesBytes.WORDS.size(), text.vocabularySize());
    }
}
