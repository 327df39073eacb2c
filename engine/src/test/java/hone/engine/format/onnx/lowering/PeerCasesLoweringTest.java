package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.proto.ModelReader;
import hone.engine.format.onnx.proto.ValueForm;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import hone.engine.format.onnx.reference.StoredValues;
import hone.engine.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ONNX project's own cases that can be lowered give their outputs on the engine, where the shared folder is at hand. */
class PeerCasesLoweringTest {
    private static final double ABSOLUTE = 1e-5;
    private static final double RELATIVE = 1e-3;

    private final RoundTrip trip = new RoundTrip();

    @AfterEach
    void close() {
        trip.close();
    }

    private static Path peerTests() {
        String given = System.getProperty("hone.shared");
        if (given != null) {
            return Path.of(given, "peer-tests");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("peer-tests");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared", "peer-tests");
    }

    @Test
    void whatIsLoweredGivesTheOutputsOfTheCase() throws IOException {
        Path folder = peerTests();
        assumeTrue(Files.isDirectory(folder), "the ONNX project's cases are not in " + folder);
        List<Path> cases;
        try (Stream<Path> files = Files.walk(folder, 4)) {
            cases = files.filter(file -> Files.isRegularFile(file.resolve("model.onnx")))
                    .sorted()
                    .toList();
        }
        List<String> lowered = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Path each : cases) {
            String name = String.valueOf(each.getFileName());
            Optional<Model> model = lowered(each);
            if (model.isPresent()) {
                lowered.add(name);
                difference(each, model.get()).ifPresent(reason -> wrong.add(name + ": " + reason));
            }
        }
        System.out.println(lowered.size() + " of " + cases.size() + " cases run on the engine: " + lowered);
        assertEquals(List.of(), wrong);
        assertTrue(lowered.size() >= 30, lowered.size() + " of " + cases.size());
    }

    private Optional<Model> lowered(Path folder) {
        try {
            return trip.lowered(OnnxModel.read(folder.resolve("model.onnx"))).model();
        } catch (InvalidInput | Unavailable e) {
            return Optional.empty();
        }
    }

    private Optional<String> difference(Path folder, Model model) {
        OnnxModel file = OnnxModel.read(folder.resolve("model.onnx"));
        Path set = folder.resolve("test_data_set_0");
        Map<String, hone.engine.tensor.Tensor> inputs = new HashMap<>();
        for (int i = 0; i < file.inputs().size(); i++) {
            inputs.put(file.inputs().get(i).name(), LoweredCheck.tensor(trip, stored(set, "input_", i)));
        }
        Map<String, float[]> outputs = trip.run(model, inputs);
        for (int i = 0; i < file.proto().graph().outputs().size(); i++) {
            NdArray expected = stored(set, "output_", i);
            float[] actual = Objects.requireNonNull(
                    outputs.get(file.proto().graph().outputs().get(i).name()));
            if (actual.length != expected.count()) {
                return Optional.of(actual.length + " numbers instead of " + expected.count());
            }
            for (int k = 0; k < actual.length; k++) {
                double difference = Math.abs(actual[k] - expected.real(k));
                if (!(difference <= ABSOLUTE + RELATIVE * Math.abs(expected.real(k)))) {
                    return Optional.of(actual[k] + " instead of " + expected.real(k) + " at " + k);
                }
            }
        }
        return Optional.empty();
    }

    private static NdArray stored(Path set, String prefix, int number) {
        Path file = set.resolve(prefix + number + ".pb");
        OnnxValue value = StoredValues.read(ModelReader.bytes(file), file.toString(), ValueForm.TENSOR);
        return (NdArray) value;
    }

    @Test
    void cancellingStops() {
        Cancellation stop = new Cancellation();
        stop.cancel();
        OnnxModel model = OnnxModel.read(
                hone.engine.format.onnx.OnnxExport.bytes(trip.model(hone.engine.model.Mlp.graph(3, 2))), "x");
        org.junit.jupiter.api.Assertions.assertThrows(
                hone.engine.Cancelled.class, () -> OnnxImport.lower(model, "x", trip.region(), stop));
    }
}
