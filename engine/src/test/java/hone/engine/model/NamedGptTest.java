package hone.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.data.story.StoryWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedGptTest {
    @Test
    void whatShipsIsForTheStories() {
        assertEquals(StoryWords.all().vocabularySize(), NamedGpt.STORY_VOCABULARY);
        assertEquals("gpt", Zoo.find("gpt").id());
        assertEquals(Task.LANGUAGE, Zoo.find("gpt").task());
        assertEquals("gpt", Zoo.find("gpt-4-96-6-160").id(), "the shortest name");
        assertEquals(467_232, Zoo.find("gpt").graph().get().parameters());
    }

    /** The numbers of GPT-2 are those that its authors' weights have, 124,439,808. */
    @ParameterizedTest
    @CsvSource({
        "gpt-2-64-4-128, 122816",
        "gpt-4-128-4-128-v65, 812288",
        "gpt-12-768-12-1024-v50257-gpt2, 124439808",
        "gpt-2-64-4-128-kv2-h100-v300-untied, 101696"
    })
    void aNameSaysEverySize(String name, long parameters) {
        Architecture architecture = Zoo.find(name);
        assertEquals(name, architecture.id());
        assertEquals(parameters, architecture.graph().get().parameters());
        assertEquals(architecture.id(), Zoo.find(architecture.id()).id());
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-2-64-4-128-bias-gelu-layernorm-learnt, gpt-2-64-4-128-gpt2",
        "gpt-2-64-4-128-kv4-h192-v250, gpt-2-64-4-128",
        "gpt-2-64-4-128-untied-kv1, gpt-2-64-4-128-kv1-untied"
    })
    void wordsInAnyOrderHaveOneName(String name, String shortest) {
        assertEquals(shortest, Zoo.find(name).id());
    }

    @Test
    void theFormIsTheNames() {
        GptForm form = NamedGpt.parse("gpt-2-64-4-128-gpt2").form();
        assertEquals(GptForm.GPT2, form);
        assertEquals(GptForm.LLAMA, NamedGpt.STORIES.form());
        assertEquals("gpt-4-96-6-160-v65", NamedGpt.STORIES.withVocabulary(65).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-",
                "gpt-4",
                "gpt-4-96-6",
                "gpt-0-96-6-160",
                "gpt-4-97-6-160",
                "gpt-4-96-6-160-kv4",
                "gpt-4-96-6-160-fast",
                "gpt-4-96-6-160-v0",
                "gpt-4-96-6-160-v99999999",
                "gpt-4-96-6-160-h-1",
                "gpt-9999-96-6-160",
                "gpt-4-96-6-160-",
                "gpt--4-96-6-160",
                "gpt-4-96-6-1e3",
                "gpt-4-96-6-160-v5-v5-v5-v5-v5-v5-v5-v5-v5-v5-v5-v5-v5-v5"
            })
    void badNamesAreRefusedWithTheForm(String name) {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> Zoo.find(name));
        assertTrue(refused.getMessage().contains("gpt-LAYERS-WIDTH-HEADS-CONTEXT"), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }
}
