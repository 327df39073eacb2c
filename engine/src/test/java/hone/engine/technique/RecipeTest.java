package hone.engine.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.LayerGlob;
import hone.engine.random.CounterRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "simd",
                "simd,threads,int8,prune=0.7",
                "threads=2,simd@fc1",
                "int8:activations=int8@fc?,prune=0.5@fc*",
                "simd@block.0.attention,simd@block.1.*"
            })
    void theCanonicalTextIsItsOwnForm(String text) {
        assertEquals(text, Recipe.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    prune=0.70            | prune=0.7
                    prune:sparsity=0.7    | prune=0.7
                    ' simd , int8 '       | simd,int8
                    v1;simd               | simd
                    prune=5e-1            | prune=0.5
                    simd@*                | simd
                    simd@\\a,int8         | simd@a,int8
                    """)
    void otherWritingsBecomeCanonical(String written, String canonical) {
        assertEquals(canonical, Recipe.parse(written).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    turbo                 | there is no such technique
                    prune=1.5             | 0.05 to 0.99
                    prune=lots            | takes a number
                    prune=NaN             | 0.05 to 0.99
                    simd=3                | takes no value
                    int8:bits=4           | no such knob
                    int8:activations=int9 | float32, int8
                    simd,,int8            | is missing
                    simd,                 | is missing
                    simd:                 | is missing
                    int8:activations      | needs = and a value
                    prune=0.5:sparsity=0.6| twice
                    int8:activations=int8:activations=int8 | twice
                    simd,simd             | twice
                    v9;simd               | it knows v1
                    simd\\                | backslash
                    simd@                 | is missing
                    a=b=c                 | not expected
                    """)
    void whatCannotBeReadIsRefusedWithTheReason(String text, String reason) {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> Recipe.parse(text));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertEquals(2, refused.exitCode());
    }

    @Test
    void anythingWrittenIsReadBackTheSame() {
        long seed = 20;
        System.out.println("seed " + seed);
        String alphabet = "ab.*,:=@;\\ é0";
        for (int i = 0; i < 2_000; i++) {
            CounterRandom random = new CounterRandom(seed, 1, i);
            List<RecipeStep> steps = new ArrayList<>();
            for (int s = 0; s < 1 + random.nextInt(3); s++) {
                LinkedHashMap<String, String> knobs = new LinkedHashMap<>();
                if (random.nextInt(2) == 0) {
                    knobs.put(Recipe.MAIN, word(random, alphabet));
                }
                for (int k = 0; k < random.nextInt(3); k++) {
                    knobs.put(word(random, alphabet), word(random, alphabet));
                }
                steps.add(new RecipeStep(s + word(random, alphabet), knobs, new LayerGlob(word(random, alphabet))));
            }
            Recipe recipe = new Recipe(steps);
            assertEquals(recipe.steps(), RecipeText.parse(recipe.toString()), recipe.toString());
        }
    }

    private static String word(CounterRandom random, String alphabet) {
        StringBuilder word = new StringBuilder("w");
        for (int i = 0; i < random.nextInt(5); i++) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.append('w').toString();
    }
}
