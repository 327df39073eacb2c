package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What training fixed about a table holds for another one. */
class PreparationTest {
    @TempDir
    Path folder;

    private Preparation preparation = Preparation.NONE;

    private DataSpec table(String content) throws IOException {
        return DataSpec.parse("csv:" + Files.writeString(folder.resolve("table.csv"), content));
    }

    private static LabelledImages load(DataSpec data) {
        return data.loadEvaluation(Progress.NONE, new Cancellation());
    }

    @BeforeEach
    void train() throws IOException {
        preparation = Preparation.of(load(table("size,colour,kind\n1,red,iris\n-12,blue,rose\n3,red,lily\n")));
    }

    @Test
    void scaleCategoriesAndClassNumbersAreTheTrainings() throws IOException {
        assertEquals(List.of("iris", "lily", "rose"), preparation.classes());
        LabelledImages other =
                load(table("size,colour,kind\n2,red,rose\n1,red,rose\n").preparedAs(preparation));
        assertEquals(3, other.classes());
        assertEquals(2, other.label(0));
        float[] sample = new float[3];
        other.copyInto(0, 1, sample);
        // Divided by 16, as -12 asked for in training; blue and red are two inputs though the file has red alone.
        assertArrayEquals(new float[] {2 / 16f, 0, 1}, sample);
        assertEquals("rose", preparation.className(2));
        assertEquals("7", Preparation.NONE.className(7));
    }

    @ParameterizedTest
    @CsvSource({
        "'size,colour,kind|2,red,tulip|', tulip and line 2, line 2",
        "'size,colour,kind|2,green,rose|', a colour that was not shown, column 2",
        "'size,kind|2,rose|', another number of columns, 2 columns",
        "'width,colour,kind|2,red,rose|', another name, size",
        "'size,colour,kind|big,red,rose|3,red,rose|', a text for a number, column 1"
    })
    void whatTheModelWasNotShownIsRefused(String content, String what, String named) throws IOException {
        DataSpec data = table(content.replace('|', '\n')).preparedAs(preparation);
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> load(data), what);
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    @Test
    void whatNeedsNoPreparationIsLeftAlone() {
        DataSpec digits = DataSpec.parse("generated");
        assertEquals(digits, digits.preparedAs(Preparation.NONE));
    }
}
