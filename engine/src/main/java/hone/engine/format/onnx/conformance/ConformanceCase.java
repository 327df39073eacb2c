package hone.engine.format.onnx.conformance;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.OverBudget;
import hone.engine.Unavailable;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.UnsupportedOperator;
import hone.engine.format.onnx.proto.ModelReader;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.OnnxValue;
import hone.engine.format.onnx.reference.StoredValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One folder: {@code model.onnx}, and for each data set what goes in and what must come out. */
final class ConformanceCase {
    private final String name;
    private final Path folder;
    private final CaseRunner runner;

    ConformanceCase(String name, Path folder, CaseRunner runner) {
        this.name = name;
        this.folder = folder;
        this.runner = runner;
    }

    CaseOutcome run(Cancellation stop) {
        try {
            OnnxModel model = OnnxModel.read(folder.resolve("model.onnx"));
            if (!model.unsupported().isEmpty()) {
                return new CaseOutcome.NotSupported(
                        name,
                        model.unsupported().stream()
                                .map(UnsupportedOperator::toString)
                                .toList());
            }
            List<String> random = RandomNodes.of(model.proto());
            if (!random.isEmpty()) {
                return new CaseOutcome.NotSupported(name, random);
            }
            List<Path> sets = sets();
            if (sets.isEmpty()) {
                return new CaseOutcome.Failed(name, "it has no test_data_set");
            }
            for (Path set : sets) {
                Optional<String> wrong = differences(model, set, stop);
                if (wrong.isPresent()) {
                    return new CaseOutcome.Failed(name, set.getFileName() + ": " + wrong.get());
                }
            }
            return new CaseOutcome.Passed(name);
        } catch (Unavailable e) {
            return new CaseOutcome.NotSupported(
                    name, List.of(e.what() + (e.why().isEmpty() ? "" : ": " + e.why())));
        } catch (InvalidInput | OverBudget e) {
            return new CaseOutcome.Failed(name, e.getMessage());
        }
    }

    private List<Path> sets() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .filter(file -> file.getFileName().toString().startsWith("test_data_set"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInput("cannot read the folder", folder.toString(), IoReason.of(e));
        }
    }

    private Optional<String> differences(OnnxModel model, Path set, Cancellation stop) {
        List<ValueInfoProto> all = model.proto().graph().inputs();
        List<ValueInfoProto> open = model.inputs();
        int given = count(set, "input_");
        // Files are numbered by all inputs where there are so many, by those without a constant otherwise
        List<ValueInfoProto> inputs = given > open.size() ? all : open;
        if (given > inputs.size()) {
            return Optional.of(given + " inputs for the model's " + inputs.size());
        }
        Map<String, OnnxValue> values = new HashMap<>();
        for (int i = 0; i < given; i++) {
            values.put(inputs.get(i).name(), read(set, "input_", i, inputs.get(i)));
        }
        Map<String, OnnxValue> outputs = runner.run(model, values, stop);
        int due = count(set, "output_");
        if (due == 0 || due > outputs.size()) {
            return Optional.of(due + " outputs to compare with the model's " + outputs.size());
        }
        for (int i = 0; i < due; i++) {
            ValueInfoProto output = model.proto().graph().outputs().get(i);
            OnnxValue got = java.util.Objects.requireNonNull(outputs.get(output.name()));
            Optional<String> wrong = Comparison.differences(output.name(), got, read(set, "output_", i, output));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static OnnxValue read(Path set, String prefix, int number, ValueInfoProto as) {
        Path file = set.resolve(prefix + number + ".pb");
        return StoredValues.read(ModelReader.bytes(file), file.toString(), as.form());
    }

    private static int count(Path set, String prefix) {
        int count = 0;
        while (Files.isRegularFile(set.resolve(prefix + count + ".pb"))) {
            count++;
        }
        return count;
    }
}
