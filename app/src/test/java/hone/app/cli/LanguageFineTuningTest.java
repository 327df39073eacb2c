package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.open.ForeignTransformers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Language models that learn from the weights of a file or of the library. */
class LanguageFineTuningTest {
    private static final String RHYME = "the fox sat on the box, and the hen sat on the pen.\n";

    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String text(String name, String text) throws IOException {
        return "text:" + Files.writeString(folder.resolve(name), text);
    }

    private static HoneRun run(String model, String data, String out, String... more) {
        List<String> words = new ArrayList<>(List.of("train", model, "--data", data, "--steps", "40", "--batch", "4"));
        words.addAll(List.of("--seed", "5", "--out", out, "--json", out + ".json"));
        words.addAll(List.of(more));
        return HoneRun.of(words.toArray(String[]::new));
    }

    private JsonNode trained(String model, String data, String out, String... more) throws IOException {
        HoneRun run = run(model, data, file(out), more);
        assertEquals(0, run.code(), run.err());
        return HoneRun.json(folder.resolve(out + ".json"));
    }

    private static double heldOut(JsonNode result, int point) {
        return result.get("curve").get(point).get("heldOut").doubleValue();
    }

    private static double first(JsonNode result) {
        return heldOut(result, 0);
    }

    private static double last(JsonNode result) {
        return heldOut(result, result.get("curve").size() - 1);
    }

    @Test
    void aTextIsLearnedFurther() throws IOException {
        String data = text("rhyme.txt", RHYME.repeat(60));
        JsonNode fresh = trained("gpt-1-32-2-24", data, "first.safetensors", "--learning-rate", "0.01");
        JsonNode more = trained(file("first.safetensors"), data, "second.safetensors");
        assertTrue(first(more) < 1.1 * last(fresh), fresh.get("curve") + " then " + more.get("curve"));
        assertTrue(first(more) < 0.8 * first(fresh), fresh.get("curve") + " then " + more.get("curve"));
        assertFalse(fresh.has("startedFrom"));
        assertEquals(fresh.get("hash"), more.get("startedFrom"));
        assertEquals(fresh.get("vocabulary"), more.get("vocabulary"));
        String saved =
                new String(Files.readAllBytes(folder.resolve("second.safetensors")), StandardCharsets.ISO_8859_1);
        assertTrue(saved.contains("hone train FILE --data text:PATH"), "fresh weights would not make it again");
        assertTrue(saved.contains(fresh.get("hash").stringValue()), "what it started from");
    }

    @Test
    void itsTokensStayItsOwn() throws IOException {
        String data = text("rhyme.txt", RHYME.repeat(60));
        trained("gpt-1-32-2-24", data, "first.safetensors");
        HoneRun made = run(file("first.safetensors"), data, file("no.safetensors"), "--tokenizer", "char");
        assertEquals(2, made.code(), made.out());
        assertTrue(made.err().contains("a model that has weights has its tokens too (--tokenizer char)"), made.err());
        String strange = text("strange.txt", (RHYME + "Zebras!\n").repeat(60));
        HoneRun unknown = run(file("first.safetensors"), strange, file("no.safetensors"));
        assertEquals(2, unknown.code(), unknown.out());
        assertTrue(unknown.err().contains("U+005A is none of the vocabulary"), unknown.err());
        HoneRun tooLong = run(file("first.safetensors"), data, file("no.safetensors"), "--length", "25");
        assertEquals(2, tooLong.code(), tooLong.out());
        assertTrue(tooLong.err().contains("its context has 24"), tooLong.err());
        assertFalse(Files.exists(folder.resolve("no.safetensors")));
    }

    /** In Hugging Face's layout and llama2.c's, with the tokenizer beside the weights or named. */
    @Test
    void modelsOfOtherProgramsLearn() throws IOException {
        String data = text("letters.txt", "ab ab ba ".repeat(400));
        Path hugging = ForeignTransformers.huggingFace(folder.resolve("hugging"), true);
        JsonNode learned = trained(hugging.toString(), data, "hugging.safetensors", "--learning-rate", "0.01");
        assertTrue(last(learned) < 0.7 * first(learned), learned.get("curve").toString());
        Path llama = ForeignTransformers.llama2c(folder.resolve("model.bin"), 259 + 3);
        Path tokenizer = ForeignTransformers.llama2cTokenizer(folder.resolve("other.bin"));
        JsonNode tuned = trained(
                llama.toString(),
                data,
                "llama.safetensors",
                "--tokenizer",
                tokenizer.toString(),
                "--learning-rate",
                "0.01");
        assertTrue(last(tuned) < 0.8 * first(tuned), tuned.get("curve").toString());
        HoneRun written = HoneRun.of("generate", file("llama.safetensors"), "--prompt", "ab", "--tokens", "4");
        assertEquals(0, written.code(), written.err());
    }

    @Test
    void withoutATokenizerNoTextCanBeRead() throws IOException {
        Path model = ForeignTransformers.huggingFace(folder.resolve("bare"), false);
        HoneRun refused = run(model.toString(), text("letters.txt", "ab ".repeat(400)), file("no.safetensors"));
        assertEquals(2, refused.code(), refused.out());
        assertTrue(refused.err().contains("this model cannot be trained"), refused.err());
        assertTrue(refused.err().contains("tokenizer"), refused.err());
    }
}
