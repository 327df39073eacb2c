package hone.engine.format.llama2c;

import hone.engine.random.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Tokenizer files of llama2.c made by hand: the 259 fixed tokens and a few words, right or wrong. */
public final class PiecesBytes {
    static final long SEED = 31;

    /** The vocabulary's pieces: three special ones, 256 bytes, then these. */
    static final List<String> WORDS = List.of(
            " ", "a", "b", "c", "é", "ab", "bc", "abc", " a", " ab", "aa", "aaa", "aaaa", "cab", "éa", "\n", "bb",
            "ca");

    private PiecesBytes() {}

    /**
     * A file that is no such tokenizer.
     *
     * @param name what is wrong with it
     * @param tokens as many as it must have
     * @param reason what the refusal says
     */
    public record Broken(String name, int tokens, byte[] bytes, String reason) {}

    /** A file of {@link #tokens} tokens. */
    public static byte[] good() {
        return file(pieces(), scores());
    }

    public static int tokens() {
        return scores().length;
    }

    /** The same with a token more. */
    public static byte[] oneMore() {
        List<byte[]> pieces = pieces();
        pieces.add("cc".getBytes(StandardCharsets.UTF_8));
        return file(pieces, Arrays.copyOf(scores(), tokens() + 1));
    }

    static byte[] file(List<byte[]> pieces, float[] scores) {
        int longest = pieces.stream().mapToInt(piece -> piece.length).max().orElse(0);
        int bytes = pieces.stream().mapToInt(piece -> 8 + piece.length).sum();
        ByteBuffer out =
                ByteBuffer.allocate(4 + bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(longest);
        for (int i = 0; i < scores.length; i++) {
            out.putFloat(scores[i]).putInt(pieces.get(i).length).put(pieces.get(i));
        }
        return out.array();
    }

    static List<byte[]> pieces() {
        List<byte[]> pieces = new ArrayList<>();
        for (String special : new String[] {"<unk>", "\n<s>\n", "\n</s>\n"}) {
            pieces.add(special.getBytes(StandardCharsets.UTF_8));
        }
        for (int b = 0; b < 256; b++) {
            pieces.add("<0x%02X>".formatted(b).getBytes(StandardCharsets.UTF_8));
        }
        WORDS.forEach(word -> pieces.add(word.getBytes(StandardCharsets.UTF_8)));
        return pieces;
    }

    static float[] scores() {
        float[] scores = new float[259 + WORDS.size()];
        CounterRandom random = new CounterRandom(SEED, 0, 0);
        for (int i = 259; i < scores.length; i++) {
            scores[i] = -random.nextInt(6);
        }
        return scores;
    }

    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] bad = good();
        change.accept(ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN));
        return bad;
    }

    /** Files that are no such tokenizer. */
    public static List<Broken> bad() {
        byte[] good = good();
        int all = tokens();
        return List.of(
                new Broken("nothing", all, new byte[0], "0 bytes"),
                new Broken("length alone", all, new byte[4], "4 bytes"),
                new Broken("one byte short", all, Arrays.copyOf(good, good.length - 1), "its piece has 2 bytes"),
                new Broken("last token's head cut", all, Arrays.copyOf(good, good.length - 5), "ends before it"),
                new Broken("one byte long", all, Arrays.copyOf(good, good.length + 1), "1 bytes follow"),
                new Broken("a token more", all - 1, good, "10 bytes follow"),
                new Broken("a token fewer", all + 1, good, "ends before it"),
                new Broken("no vocabulary", 0, good, "0 tokens"),
                new Broken("negative vocabulary", -5, good, "-5 tokens"),
                new Broken("huge vocabulary", 1 << 30, good, "1073741824 tokens"),
                new Broken("half a million tokens", 1 << 19, good, "bytes, 4194308"),
                new Broken("longest is none", all, changed(bytes -> bytes.putInt(0, 0)), "the longest has 0"),
                new Broken("longest is negative", all, changed(bytes -> bytes.putInt(0, -1)), "the longest has -1"),
                new Broken("longest is too short", all, changed(bytes -> bytes.putInt(0, 5)), "the longest has 5"),
                new Broken("piece of negative length", all, changed(bytes -> bytes.putInt(8, -1)), "has -1 bytes"),
                new Broken("piece of least length", all, changed(bytes -> bytes.putInt(8, Integer.MIN_VALUE)), "bytes"),
                new Broken(
                        "piece of most length",
                        all,
                        changed(bytes -> bytes.putInt(8, Integer.MAX_VALUE)),
                        "2147483647"),
                new Broken(
                        "lying longest",
                        all,
                        changed(bytes -> bytes.putInt(0, Integer.MAX_VALUE).putInt(8, 1 << 30)),
                        "1073741824"),
                new Broken("shorter piece", all, changed(bytes -> bytes.putInt(8, 4)), "token"),
                new Broken("longer piece", all, changed(bytes -> bytes.putInt(8, 6)), "token"),
                new Broken("NaN score", all, changed(bytes -> bytes.putFloat(4, Float.NaN)), "score is NaN"),
                new Broken(
                        "infinite score",
                        all,
                        changed(bytes -> bytes.putFloat(4, Float.POSITIVE_INFINITY)),
                        "Infinity"),
                new Broken(
                        "negative infinite score",
                        all,
                        changed(bytes -> bytes.putFloat(4, Float.NEGATIVE_INFINITY)),
                        "-Infinity"),
                new Broken("zeros for more tokens", all, new byte[4 + 8 * all + 100], "100 bytes follow"),
                new Broken("big-endian", all, changed(bytes -> bytes.putInt(8, Integer.reverseBytes(5))), "83886080"),
                new Broken(
                        "a text",
                        3,
                        "once upon a time there was a little file".getBytes(StandardCharsets.UTF_8),
                        "piece has"));
    }
}
