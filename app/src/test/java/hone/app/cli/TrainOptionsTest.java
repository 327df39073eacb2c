package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code train} takes beside a model and its data, for tables, which are quick, and texts. */
class TrainOptionsTest {
    private static final String RHYME = "the fox sat on the box, and the hen sat on the pen.\n";

    @TempDir
    Path folder;

    private String table() throws IOException {
        StringBuilder rows = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 200; i++) {
            double x = Math.sin(i * 12.9898) * 43758.5453 % 1;
            double y = Math.sin(i * 78.233) * 43758.5453 % 1;
            rows.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(x > y ? "more" : "less")
                    .append('\n');
        }
        return "csv:" + Files.writeString(folder.resolve("table.csv"), rows);
    }

    private String text() throws IOException {
        return "text:" + Files.writeString(folder.resolve("rhyme.txt"), RHYME.repeat(60));
    }

    private HoneRun train(String model, String data, String out, String options) {
        List<String> words = new ArrayList<>(List.of("train", model, "--data", data));
        words.addAll(List.of("--out", folder.resolve(out).toString()));
        words.addAll(List.of("--json", folder.resolve(out + ".json").toString()));
        words.addAll(Arrays.asList(options.split(" ")));
        return HoneRun.of(words.toArray(String[]::new));
    }

    private JsonNode json(String out) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(out + ".json")));
    }

    @Test
    void everyOptionOfATableIsInItsSettingsAndItsCommand() throws IOException {
        String options = "--train 150 --epochs 4 --batch 20 --optimizer adamw --learning-rate 0.02 --schedule constant"
                + " --warmup 0.1 --weight-decay 0.05 --clip 0.5 --dropout 0.1 --label-smoothing 0.05 --accumulate 3"
                + " --checkpoint-gradients --patience 2";
        HoneRun train = train("mlp", table(), "m.safetensors", options);
        assertEquals(0, train.code(), train.err());
        assertTrue(train.out().startsWith("planned peak of a step: "), train.out());
        assertTrue(train.out().contains("without --checkpoint-gradients"), train.out());
        JsonNode values = json("m.safetensors");
        JsonNode settings = values.get("settings");
        assertEquals(20, settings.get("batch").intValue());
        assertTrue(settings.get("optimizer").stringValue().startsWith("Adam"));
        assertEquals(0.02, settings.get("learningRate").doubleValue());
        assertEquals("constant", settings.get("schedule").stringValue());
        assertEquals(0.1, settings.get("warmUp").doubleValue());
        assertEquals(0.05, settings.get("weightDecay").doubleValue());
        assertEquals(0.5, settings.get("clipNorm").doubleValue());
        assertEquals(0.1, settings.get("dropout").doubleValue());
        assertEquals(0.05, settings.get("labelSmoothing").doubleValue());
        assertEquals(3, settings.get("accumulate").intValue());
        assertEquals(2, settings.get("patience").intValue());
        JsonNode memory = values.get("memory");
        assertTrue(memory.get("checkpointsGradients").booleanValue());
        assertEquals(memory.get("peakBytesCheckpointing"), memory.get("peakBytes"));
        JsonNode point = values.get("curve").get(0);
        for (String key : List.of("loss", "accuracy", "learningRate", "nanos", "heldOutLoss", "heldOutAccuracy")) {
            assertTrue(point.get(key).isNumber(), key + " of " + point);
        }
        JsonNode ending = values.get("ending");
        assertTrue(ending.get("best").get("at").intValue() >= 1, ending.toString());
        assertTrue(train.out().contains(ending.get("text").stringValue()), train.out());
        HoneRun inspect = HoneRun.of("inspect", folder.resolve("m.safetensors").toString());
        assertTrue(inspect.out().contains("--data csv:PATH " + options + " --seed 1"), inspect.out());
    }

    @Test
    void aTextsCurveStopsEarly() throws IOException {
        HoneRun train = train(
                "gpt-1-16-2-16",
                text(),
                "g.safetensors",
                "--steps 400 --batch 4 --optimizer sgd --learning-rate 10 --patience 1 --accumulate 2");
        assertEquals(0, train.code(), train.err());
        JsonNode ending = json("g.safetensors").get("ending");
        assertTrue(ending.get("early").booleanValue(), train.out());
        assertTrue(
                train.out()
                        .contains("stopped early after step " + ending.get("at").intValue()),
                train.out());
        JsonNode point = json("g.safetensors").get("curve").get(0);
        for (String key : List.of("loss", "heldOut", "learningRate", "nanos")) {
            assertTrue(point.get(key).isNumber(), key + " of " + point);
        }
    }

    @Test
    void theStateThatIsSavedOnTheWayGoesWithTheModel() throws IOException {
        HoneRun train = train("mlp", table(), "m.safetensors", "--epochs 3 --save-every 1");
        assertEquals(0, train.code(), train.err());
        assertFalse(Files.exists(folder.resolve("m.state.safetensors")), "a run that is over needs no state");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mlp|--steps 3|this option is for language models (--steps)",
                "mlp|--length 3|this option is for language models (--length)",
                "mlp|--optimizer lion|it is none of sgd, adam and adamw",
                "mlp|--schedule linear|it is none of constant and cosine",
                "mlp|--optimizer adam --weight-decay 0.1|adamw is adam with it",
                "mlp|--warmup 1|must be at least 0 and below 1",
                "mlp|--dropout 1|the dropout must be",
                "mlp|--label-smoothing 1|the label smoothing must be",
                "mlp|--clip 0|must be above 0",
                "mlp|--patience -1|the patience must be at least 0",
                "mlp|--accumulate 65|the batch has 64",
                "mlp|--accumulate 0|1 to its batch",
                "mlp|--augment 1,2|write none, digits, or three numbers",
                "mlp|--augment digits|the data is rows of numbers",
                "mlp-2-2|--dropout 0.1|dropout has no place in this model",
                "mlp|--save-every 0|1 is the least",
                "mlp|--resume no-such-file|there is none",
                "gpt-1-16-2-16|--augment digits|reads texts",
                "gpt-1-16-2-16|--epochs 3|--steps says how long",
                "gpt-1-16-2-16|--accumulate 17|the batch has 16",
            })
    void whatMakesNoSenseIsRefused(String model, String options, String reason) throws IOException {
        String data = model.startsWith("gpt") ? text() : table();
        HoneRun train = train(model, data, "m.safetensors", options);
        assertEquals(2, train.code(), train.out() + train.err());
        assertTrue(train.err().contains(reason), train.err());
        assertFalse(Files.exists(folder.resolve("m.safetensors")));
    }
}
