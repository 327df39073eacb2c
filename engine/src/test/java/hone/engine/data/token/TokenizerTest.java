package hone.engine.data.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.SharedData;
import hone.engine.data.TextCorpus;
import hone.engine.random.CounterRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private static final String STORY =
            "the cat sat on the mat; the cat's hat sat there too, and it'll stay.\n\n  Ünïcode: 猫 🐈 end\t";

    private static BytePairTokenizer trained(String text, int size) {
        return BytePairTraining.train(text, size, Progress.NONE, new Cancellation());
    }

    @Test
    void charactersAreNumberedInAscendingOrder() {
        CharacterTokenizer tokenizer = CharacterTokenizer.of("banana 🐈");
        assertEquals(" abn🐈", tokenizer.alphabet());
        assertEquals(5, tokenizer.vocabularySize());
        assertArrayEquals(new int[] {2, 1, 3, 0, 4}, tokenizer.encode("ban 🐈"));
        assertEquals("ban 🐈", tokenizer.decode(2, 1, 3, 0, 4));
        assertEquals(
                tokenizer.alphabet(),
                CharacterTokenizer.of(tokenizer.alphabet()).alphabet());
        InvalidInput unknown = assertThrows(InvalidInput.class, () -> tokenizer.encode("bax"));
        assertTrue(unknown.toString().contains("U+0078"), unknown.toString());
        assertTrue(unknown.where().contains("character 2"), unknown.toString());
        assertThrows(InvalidInput.class, () -> tokenizer.decode(5));
        assertThrows(InvalidInput.class, () -> CharacterTokenizer.of(""));
        assertThrows(InvalidInput.class, () -> CharacterTokenizer.of("\ud800"));
    }

    @Test
    void bytesAreThemselves() {
        ByteTokenizer tokenizer = new ByteTokenizer();
        assertArrayEquals(new int[] {0x61, 0xc3, 0xa9}, tokenizer.encode("aé"));
        assertEquals(STORY, tokenizer.decode(tokenizer.encode(STORY)));
        assertEquals("\ufffd", tokenizer.decode(0xc3));
        assertThrows(InvalidInput.class, () -> tokenizer.decode(256));
        assertThrows(InvalidInput.class, () -> tokenizer.bytes(-1));
    }

    @Test
    void theMostFrequentPairIsMergedFirstAndTiesGoToTheLowestPair() {
        // Twice each: a-b and x-y, so that a-b comes first; then nothing else occurs twice.
        BytePairTokenizer tokenizer = trained("xyabxyab", 300);
        List<String> learned = tokenizer.pairs().tokens().subList(256, tokenizer.vocabularySize());
        // ab, then xy (both twice); the word is now xy ab xy ab: ab-xy once, xy-ab twice.
        assertEquals(List.of("ab", "xy", "xyab"), learned);
        assertArrayEquals(new int[] {258, 258}, tokenizer.encode("xyabxyab"));
        // Merged from the left; then Ġ-aa and aa-aa occur twice each, and Ġ is the lower token.
        BytePairTokenizer repeated = trained("aaa aaaa aaaa", 258);
        assertEquals(List.of("aa", "Ġaa"), repeated.pairs().tokens().subList(256, 258));
    }

    @Test
    void anIndependentSlowTrainerLearnsTheSameMerges() {
        for (int seed = 1; seed <= 30; seed++) {
            CounterRandom random = new CounterRandom(seed, 7, 0);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 400; i++) {
                text.append("aabbc d".charAt(random.nextInt(7)));
            }
            BytePairTokenizer tokenizer = trained(text.toString(), 300);
            int number = seed;
            assertEquals(slowMerges(text.toString(), 300), tokenizer.pairs().merges(), () -> "seed " + number);
            assertArrayEquals(
                    slowEncode(text.toString(), tokenizer.pairs()),
                    tokenizer.encode(text.toString()),
                    () -> "seed " + number);
        }
    }

    /** Counts all pairs of all words anew for every merge. */
    private static List<BytePairs.Merge> slowMerges(String text, int size) {
        List<List<Integer>> words = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (char letter : ByteLetters.ascending().toCharArray()) {
            tokens.add("" + letter);
        }
        WordSplit.each(text, word -> {
            List<Integer> symbols = new ArrayList<>();
            word.chars().forEach(c -> symbols.add(tokens.indexOf("" + ByteLetters.of(c))));
            words.add(symbols);
        });
        List<BytePairs.Merge> merges = new ArrayList<>();
        while (tokens.size() < size) {
            java.util.TreeMap<Long, Integer> counts = new java.util.TreeMap<>();
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    counts.merge(PairTable.pair(word.get(i), word.get(i + 1)), 1, Integer::sum);
                }
            }
            merges.forEach(merge -> counts.remove(PairTable.pair(merge.left(), merge.right())));
            int most =
                    counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            if (most < 2) {
                break;
            }
            long best = counts.entrySet().stream()
                    .filter(entry -> entry.getValue() == most)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            String joinedText = tokens.get(PairTable.left(best)) + tokens.get(PairTable.right(best));
            int joined = tokens.indexOf(joinedText);
            if (joined < 0) {
                tokens.add(joinedText);
                joined = tokens.size() - 1;
            }
            BytePairs.Merge merge = new BytePairs.Merge(PairTable.left(best), PairTable.right(best), joined);
            merges.add(merge);
            words.forEach(word -> apply(word, merge));
        }
        return merges;
    }

    private static void apply(List<Integer> word, BytePairs.Merge merge) {
        for (int i = 0; i + 1 < word.size(); i++) {
            if (word.get(i) == merge.left() && word.get(i + 1) == merge.right()) {
                word.set(i, merge.joined());
                word.subList(i + 1, i + 2).clear();
            }
        }
    }

    /** Looks through all merges for the earliest that applies, again and again. */
    private static int[] slowEncode(String text, BytePairs pairs) {
        List<Integer> all = new ArrayList<>();
        WordSplit.each(text, word -> {
            List<Integer> symbols = new ArrayList<>();
            word.chars().forEach(c -> symbols.add(pairs.tokens().indexOf("" + ByteLetters.of(c))));
            boolean changed = true;
            while (changed) {
                changed = false;
                for (BytePairs.Merge merge : pairs.merges()) {
                    int before = symbols.size();
                    apply(symbols, merge);
                    if (symbols.size() != before) {
                        changed = true;
                        break;
                    }
                }
            }
            all.addAll(symbols);
        });
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void everyTextComesBack() {
        BytePairTokenizer tokenizer = trained(STORY, 280);
        for (String text :
                new String[] {"", " ", STORY, "other words, 1234 and 'quotes'", "\u0000\u00ad\u2028", "🐈🐈"}) {
            assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
        }
        assertTrue(tokenizer.encode(STORY).length < new ByteTokenizer().encode(STORY).length);
    }

    @Test
    void wordsAreCutAsGpt2CutsThem() {
        List<String> words = new ArrayList<>();
        WordSplit.each("I'll see  12 cats'\n\n x\u00a0é!? ", words::add);
        assertEquals(
                List.of("I", "'ll", " see", " ", " 12", " cats", "'", "\n\n", " x", "\u00a0", "é", "!?", " "), words);
    }

    @Test
    void addedTokensAreNeverCut() {
        List<String> tokens = new ArrayList<>();
        for (char letter : ByteLetters.ascending().toCharArray()) {
            tokens.add("" + letter);
        }
        tokens.add("<end>");
        tokens.add("<end>!");
        BytePairTokenizer tokenizer =
                new BytePairTokenizer(new BytePairs(tokens, List.of(), Set.of(256, 257), true, true));
        int space = tokens.indexOf("" + ByteLetters.of(' '));
        int a = tokens.indexOf("a");
        assertArrayEquals(new int[] {space, a, 257, 256, space, a}, tokenizer.encode("a<end>!<end> a"));
        assertEquals(" a<end>!<end>", tokenizer.decode(space, a, 257, 256));
    }

    @Test
    void aMegabyteWithoutASpaceTakesNoLongerThanOneWith() {
        BytePairTokenizer tokenizer = trained("aaaaaaaaaaaaaaaa", 260);
        char[] word = new char[1 << 20];
        Arrays.fill(word, 'a');
        int[] tokens = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> tokenizer.encode(new String(word)));
        assertTrue(tokens.length <= word.length / 8, "only " + tokens.length);
        assertEquals(word.length, tokenizer.decode(tokens).length());
    }

    @Test
    void sizesAndContradictionsAreRefused() {
        assertThrows(InvalidInput.class, () -> trained("text", 255));
        assertThrows(InvalidInput.class, () -> trained("text", BytePairs.MOST_TOKENS + 1));
        assertThrows(InvalidInput.class, () -> trained("", 300));
        Cancellation stop = new Cancellation();
        stop.cancel();
        assertThrows(hone.engine.Cancelled.class, () -> BytePairTraining.train("abab", 300, Progress.NONE, stop));
        List<String> ab = List.of("a", "b", "ab");
        BytePairs.Merge wrong = new BytePairs.Merge(1, 0, 2);
        assertThrows(InvalidInput.class, () -> new BytePairs(ab, List.of(wrong), Set.of(), false, true));
        BytePairs.Merge beyond = new BytePairs.Merge(0, 1, 3);
        assertThrows(InvalidInput.class, () -> new BytePairs(ab, List.of(beyond), Set.of(), false, true));
        BytePairs.Merge good = new BytePairs.Merge(0, 1, 2);
        assertThrows(InvalidInput.class, () -> new BytePairs(ab, List.of(good, good), Set.of(), false, true));
        assertThrows(InvalidInput.class, () -> new BytePairs(ab, List.of(good), Set.of(3), false, true));
        assertThrows(InvalidInput.class, () -> new BytePairs(List.of("a", "a"), List.of(), Set.of(), false, true));
        BytePairTokenizer small = new BytePairTokenizer(new BytePairs(ab, List.of(good), Set.of(), false, true));
        assertArrayEquals(new int[] {2}, small.encode("ab"));
        assertThrows(InvalidInput.class, () -> small.encode("abc"));
    }

    @Test
    void shakespeareIsWrittenInFarFewerTokens() {
        TextCorpus text = TextCorpus.read("text:tinyshakespeare", SharedData.file("tinyshakespeare.txt"));
        assertEquals(65, CharacterTokenizer.of(text.text()).vocabularySize());
        BytePairTokenizer tokenizer = trained(text.text(), 1024);
        assertEquals(1024, tokenizer.vocabularySize());
        // " t" is the most frequent pair of letters at the start of English words.
        assertEquals("Ġt", tokenizer.pairs().tokens().get(256));
        int[] tokens = tokenizer.encode(text.text());
        assertEquals(text.text(), tokenizer.decode(tokens));
        assertTrue(tokens.length < 0.5 * text.text().length(), tokens.length + " tokens");
    }
}
