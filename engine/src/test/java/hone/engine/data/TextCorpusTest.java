package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCorpusTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "ff, 0",
        "61 80, 1",
        "61 62 c3, 2",
        "61 c3 28, 1",
        "c0 af, 0",
        "e2 82, 0",
        "61 ed a0 80, 1",
        "61 62 63 f4 90 80 80, 3",
        "f0 9f 90, 0",
        "e2 82 ac fe, 3"
    })
    void aMalformedByteIsNamedByItsOffset(String hex, int at) throws IOException {
        byte[] bytes = new byte[hex.split(" ").length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.split(" ")[i], 16);
        }
        Path file = Files.write(folder.resolve("bad.txt"), bytes);
        Refusal.expect(() -> TextCorpus.read("text", file), bytes.length, "byte " + at, "not valid UTF-8");
        byte[] late = new byte[20_000 + bytes.length];
        Arrays.fill(late, (byte) 'x');
        System.arraycopy(bytes, 0, late, 20_000, bytes.length);
        Files.write(file, late);
        Refusal.expect(() -> TextCorpus.read("text", file), late.length, "byte " + (20_000 + at), "not valid UTF-8");
    }

    @Test
    void missingEmptyAndOddFilesAreRefused() throws IOException {
        Refusal.expect(() -> TextCorpus.read("text", folder.resolve("none")), 0, "none", "no such file");
        Refusal.expect(() -> TextCorpus.read("text", folder), 0, folder.toString(), "not a regular file");
        Path empty = Files.write(folder.resolve("empty"), new byte[0]);
        Refusal.expect(() -> TextCorpus.read("text:empty", empty), 0, "text:empty", "it is empty");
        Path text = Files.writeString(folder.resolve("text"), "twelve bytes");
        Refusal.expect(() -> Utf8Text.read(text, "the text", 11), 12, "text", "12 bytes are above the limit of 11");
    }

    @Test
    void theByteOrderMarkIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("marked"), "\ufeffgrün".getBytes(StandardCharsets.UTF_8));
        assertEquals("grün", TextCorpus.read("text", file).text());
    }

    @Test
    void aCutByPositionNeverHalvesACharacter() {
        TextCorpus cats = new TextCorpus("text", "🐈".repeat(11));
        TextCorpus.Parts parts = cats.byPosition(0.5, 0.25);
        assertEquals(
                cats.text(),
                parts.train().text() + parts.validation().text() + parts.test().text());
        for (TextCorpus part : List.of(parts.train(), parts.validation(), parts.test())) {
            assertEquals(0, part.text().length() % 2, part.id());
        }
    }

    @Test
    void aSeededSplitDividesWholeDocuments() {
        TextCorpus names = new TextCorpus("text", "emma\nolivia\nava\nisabella\nsophia\nmia\namelia\nluna\nivy\nzoe\n");
        TextCorpus.Parts parts = names.bySeed(1, 0.6, 0.2);
        assertEquals(6, parts.train().text().lines().count());
        assertEquals(2, parts.validation().text().lines().count());
        assertEquals(2, parts.test().text().lines().count());
        TreeSet<String> all = new TreeSet<>(names.text().lines().toList());
        for (TextCorpus part : List.of(parts.train(), parts.validation(), parts.test())) {
            part.text().lines().forEach(line -> assertTrue(all.remove(line), line));
        }
        assertEquals(parts, names.bySeed(1, 0.6, 0.2));
        assertNotEquals(parts.train().text(), names.bySeed(2, 0.6, 0.2).train().text());
        TextCorpus stories = new TextCorpus("text", "a\nb\n\nc\n\n\nd\n\ne");
        assertTrue(stories.bySeed(1, 0.4, 0.3).train().text().matches("(?s)(a\nb\n\n|c\n\n\n|d\n\n|e)+"));
    }

    @Test
    void sharesThatLeaveAPartEmptyAreRefused() {
        TextCorpus text = new TextCorpus("text", "one line");
        assertThrows(InvalidInput.class, () -> text.byPosition(0, 0.5));
        assertThrows(InvalidInput.class, () -> text.byPosition(0.9, 0.1));
        assertThrows(InvalidInput.class, () -> text.byPosition(0.98, 0.01));
        assertThrows(InvalidInput.class, () -> text.byPosition(Double.NaN, 0.1));
        assertThrows(InvalidInput.class, () -> text.bySeed(1, 0.5, 0.25));
    }
}
