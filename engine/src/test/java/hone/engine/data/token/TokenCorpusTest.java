package hone.engine.data.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.data.SharedData;
import hone.engine.data.TextCorpus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenCorpusTest {
    private static final TokenCorpus LETTERS =
            TokenCorpus.of(new TextCorpus("text:letters", "abcdefghij"), CharacterTokenizer.of("abcdefghij"));

    @Test
    void aWindowsTargetIsTheNextToken() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment inputs = arena.allocate(2 * 3 * 4L);
            MemorySegment targets = arena.allocate(2 * 3 * 4L);
            LETTERS.copyWindow(0, 3, 0, inputs, targets);
            LETTERS.copyWindow(6, 3, 1, inputs, targets);
            assertArrayEquals(new int[] {0, 1, 2, 6, 7, 8}, inputs.toArray(ValueLayout.JAVA_INT));
            assertArrayEquals(new int[] {1, 2, 3, 7, 8, 9}, targets.toArray(ValueLayout.JAVA_INT));
            assertThrows(IndexOutOfBoundsException.class, () -> LETTERS.copyWindow(7, 3, 0, inputs, targets));
        }
    }

    @Test
    void windowsDependOnSeedStepAndSampleAlone() {
        Set<Integer> starts = new HashSet<>();
        for (int step = 0; step < 200; step++) {
            int start = LETTERS.randomStart(3, 5, step, 0);
            assertEquals(start, LETTERS.randomStart(3, 5, step, 0));
            starts.add(start);
        }
        assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6), starts);
        assertEquals(7, LETTERS.starts(3));
        assertEquals(3, LETTERS.consecutive(3));
        assertEquals(4, LETTERS.consecutive(2));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment inputs = arena.allocate(8 * 3 * 4L);
            MemorySegment targets = arena.allocate(8 * 3 * 4L);
            LETTERS.randomWindows(3, 5, 17, 8, inputs, targets);
            for (int sample = 0; sample < 8; sample++) {
                int start = LETTERS.randomStart(3, 5, 17, sample);
                assertEquals(start, inputs.getAtIndex(ValueLayout.JAVA_INT, sample * 3L));
                assertEquals(start + 3, targets.getAtIndex(ValueLayout.JAVA_INT, sample * 3L + 2));
            }
        }
    }

    @Test
    void windowsThatDoNotFitAreRefusedWithTheNumbers() {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> LETTERS.starts(10));
        assertTrue(refusal.why().contains("there are 10"), refusal.toString());
        assertThrows(InvalidInput.class, () -> LETTERS.starts(0));
        assertThrows(InvalidInput.class, () -> LETTERS.consecutive(11));
    }

    @Test
    void shakespeareIsDividedByPositionAndBySeed() {
        TextCorpus text = TextCorpus.read("text:tinyshakespeare", SharedData.file("tinyshakespeare.txt"));
        assertEquals(1_115_394, text.text().length());
        TextCorpus.Parts parts = text.byPosition(0.9, 0.05);
        assertEquals(1_003_855, parts.train().text().length());
        assertEquals(
                text.text(),
                parts.train().text() + parts.validation().text() + parts.test().text());
        TextCorpus.Parts shuffled = text.bySeed(3, 0.8, 0.1);
        assertEquals(
                text.text().length(),
                shuffled.train().text().length()
                        + shuffled.validation().text().length()
                        + shuffled.test().text().length());
        assertEquals(0.8, shuffled.train().text().length() / 1_115_394.0, 0.02);
        assertEquals(shuffled, text.bySeed(3, 0.8, 0.1));
        TokenCorpus tokens = TokenCorpus.of(parts.validation(), CharacterTokenizer.of(text.text()));
        assertEquals(parts.validation().text().length(), tokens.count());
        assertEquals(65, tokens.vocabularySize());
    }
}
