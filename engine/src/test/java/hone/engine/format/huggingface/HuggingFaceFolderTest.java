package hone.engine.format.huggingface;

import static hone.engine.format.huggingface.FolderLayouts.GPT2;
import static hone.engine.format.huggingface.FolderLayouts.HEADS;
import static hone.engine.format.huggingface.FolderLayouts.HIDDEN;
import static hone.engine.format.huggingface.FolderLayouts.LLAMA;
import static hone.engine.format.huggingface.FolderLayouts.VOCABULARY;
import static hone.engine.format.huggingface.FolderLayouts.WHOLE;
import static hone.engine.format.huggingface.FolderLayouts.WIDTH;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.format.Logits;
import hone.engine.model.GptWeights;
import hone.engine.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Small folders in exactly the layouts and names of the hub, made here, against a forward pass in doubles. */
class HuggingFaceFolderTest {
    private static final int[] IDS = {7, 0, 30, 7, 7, 12, 3, 29, 1, 5, 6, 11};

    @TempDir
    Path folder;

    private WrittenFolder model = new WrittenFolder(Path.of(""));

    @BeforeEach
    void makeFolder() throws IOException {
        model = new WrittenFolder(Files.createDirectory(folder.resolve("model")));
    }

    @AfterEach
    void giveBack() {
        model.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void gpt2ComputesWhatItsWeightsSay(DType dtype) throws IOException {
        model.gpt2("", dtype, 4 * WIDTH);
        model.config(GPT2);
        model.save(WHOLE);
        GptWeights loaded = HuggingFaceFolder.load(model.path(), model.region());
        Logits.assertSame(model.oracle(HEADS, 4 * WIDTH, 1e-5).gpt2(IDS, true), loaded, IDS, 2e-5);
    }

    @Test
    void gpt2OfOtherSizesWithTheExactGeluComputesWhatItsWeightsSay() throws IOException {
        model.gpt2("transformer.", DType.F32, HIDDEN);
        model.tensor("", DType.F32, "lm_head.weight", VOCABULARY, WIDTH);
        model.config(GPT2.replace("gelu_new", "gelu")
                .replace("1e-05", "0.25")
                .replace("\"n_inner\": null", "\"n_inner\": 40, \"tie_word_embeddings\": false"));
        model.save(WHOLE);
        GptWeights loaded = HuggingFaceFolder.load(model.path(), model.region());
        Logits.assertSame(model.oracle(HEADS, HIDDEN, 0.25).gpt2(IDS, false), loaded, IDS, 2e-5);
    }

    @ParameterizedTest
    @CsvSource({"F32,3,false", "F32,1,true", "F16,1,false", "BF16,3,true"})
    void llamaComputesWhatItsWeightsSay(DType dtype, int kvHeads, boolean tied) throws IOException {
        model.llama(dtype, kvHeads, tied);
        model.config(LLAMA.replace("\"num_key_value_heads\": 3", "\"num_key_value_heads\": " + kvHeads)
                .replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": " + tied));
        model.save(WHOLE);
        GptWeights loaded = HuggingFaceFolder.load(model.path(), model.region());
        Logits.assertSame(model.oracle(kvHeads, HIDDEN, 1e-3).llama(IDS, 500, true), loaded, IDS, 2e-5);
    }

    @Test
    void theRotationsBaseMayStandInAnObject() throws IOException {
        model.llama(DType.F32, HEADS, false);
        model.config(LLAMA.replace(
                "\"rope_theta\": 500.0", "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 500.0}"));
        model.save(WHOLE);
        assertEquals(
                500, HuggingFaceFolder.load(model.path(), model.region()).form().rotaryBase());
    }

    @Test
    void shardsAreReadAsTheirIndexSays() throws IOException {
        model.llama(DType.F32, HEADS, false);
        model.sharded();
        GptWeights loaded = HuggingFaceFolder.load(model.path(), model.region());
        Logits.assertSame(model.oracle(HEADS, HIDDEN, 1e-3).llama(IDS, 500, true), loaded, IDS, 2e-5);
    }
}
