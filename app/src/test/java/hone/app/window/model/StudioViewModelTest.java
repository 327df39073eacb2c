package hone.app.window.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.technique.Recipe;
import hone.engine.technique.Technique;
import hone.engine.technique.Techniques;
import org.junit.jupiter.api.Test;

/** Editing a recipe and walking its history. */
class StudioViewModelTest {
    private static final Technique PRUNE = Techniques.find("prune");

    @Test
    void aTechniqueGoesOnAtTheEndAndOffAnywhere() {
        Recipe recipe = RecipeEdits.toggled(Recipe.parse("simd"), "int8", true);
        assertEquals("simd,int8", recipe.toString());
        assertEquals("int8", RecipeEdits.toggled(recipe, "simd", false).toString());
        assertEquals(recipe, RecipeEdits.toggled(recipe, "int8", true));
    }

    @Test
    void stepsMoveAsFarAsTheEndsAllow() {
        Recipe recipe = Recipe.parse("simd,threads,int8");
        assertEquals("int8,simd,threads", RecipeEdits.moved(recipe, "int8", -9).toString());
        assertEquals("threads,simd,int8", RecipeEdits.moved(recipe, "simd", 1).toString());
        assertEquals(recipe, RecipeEdits.moved(recipe, "simd", -1));
        assertEquals(recipe, RecipeEdits.moved(recipe, "prune", 1));
    }

    @Test
    void aStandardValueLeavesTheRecipe() {
        Recipe turned = RecipeEdits.turned(Recipe.parse("prune"), PRUNE, "sparsity", "0.9");
        assertEquals("prune=0.9", turned.toString());
        assertEquals(
                "prune", RecipeEdits.turned(turned, PRUNE, "sparsity", "0.7").toString());
    }

    @Test
    void historyGoesBackAndForthAndForgetsWhatWasUndoneOnANewChange() {
        var history = new SettingHistory(new Setting("mlp", Recipe.NONE, Recipe.NONE, 1));
        Setting simd = history.present().withRecipe(Recipe.parse("simd"));
        history.push(simd);
        history.push(simd.withBatch(8));
        history.undo();
        assertEquals(simd, history.present());
        history.redo();
        assertEquals(8, history.present().batch());
        history.undo();
        history.push(simd.pinned());
        assertFalse(history.canRedo());
        assertTrue(history.canUndo());
        assertEquals(Recipe.parse("simd"), history.present().baseline());
    }
}
