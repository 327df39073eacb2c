package hone.engine.format.inspect;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.Artefact;
import hone.engine.format.SafetensorsFile;
import hone.engine.format.huggingface.HuggingFaceFolder;
import hone.engine.format.llama2c.Llama2cCheckpoint;
import hone.engine.format.open.ModelFormat;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds out of which format a file or folder is, reads it as strictly as if it were to be run, and says what it holds. */
public final class Inspector {
    private static final String OURS = "hone.";

    private final MemoryBudget budget;

    /** @param budget that weights are charged to while they are looked at */
    public Inspector(MemoryBudget budget) {
        this.budget = budget;
    }

    /**
     * Inspects it.
     *
     * @throws InvalidInput if there is no such file, or it is of no format that is known, or damaged
     * @throws hone.engine.Cancelled if {@code stop} was raised
     */
    public Inspection inspect(Path path, Cancellation stop) {
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "the weights of " + path);
        ModelFormat format = ModelFormat.of(path);
        return switch (format) {
            case HUGGING_FACE ->
                of(
                        format.title(),
                        bytes(path),
                        Map.of(),
                        HuggingFaceFolder.load(path, region).whole());
            case LLAMA2C ->
                of(
                        format.title(),
                        bytes(path),
                        Map.of(),
                        Llama2cCheckpoint.load(path, region).whole());
            case ONNX -> new OnnxInspector(path, region, stop).inspect();
            case SAFETENSORS -> safetensors(path, region);
        };
    }

    private Inspection safetensors(Path path, MemoryRegion region) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            if (file.metadata().containsKey(OURS + "graph")) {
                Artefact artefact = Artefact.load(path, region);
                Map<String, String> texts = new TreeMap<>(artefact.provenance().facts());
                texts.put("recipe", artefact.recipe().toString());
                return of("Hone model", file.bytes(), texts, artefact.setup().model());
            }
            List<Inspection.Weight> weights = new ArrayList<>();
            file.types().forEach((name, type) -> weights.add(weight(file, name, type)));
            return new Inspection("safetensors", file.bytes(), file.metadata(), weights, Optional.empty());
        }
    }

    /** One tensor after the other, so that a file may be larger than memory. */
    private Inspection.Weight weight(SafetensorsFile file, String name, TensorType type) {
        try (MemoryRegion one = budget.open(Category.SCRATCH, name)) {
            return new Inspection.Weight(name, Inspection.Type.of(type), NonFinite.count(file.tensor(name, one)));
        }
    }

    static Inspection of(String format, long fileBytes, Map<String, String> metadata, Model model) {
        Graph graph = model.graph();
        List<Inspection.Weight> weights = new ArrayList<>();
        for (Node.Weight node : graph.weights()) {
            Tensor tensor = model.weight(node.name());
            weights.add(new Inspection.Weight(node.name(), Inspection.Type.of(tensor.type()), NonFinite.count(tensor)));
        }
        return new Inspection(format, fileBytes, metadata, weights, Optional.of(computation(model.id(), graph)));
    }

    static Inspection.Computation computation(String id, Graph graph) {
        Map<String, Long> symbols = new TreeMap<>();
        Map<String, Inspection.Type> inputs = new LinkedHashMap<>();
        for (Node.Input input : graph.inputs()) {
            inputs.put(input.name(), Inspection.Type.of(input.type()));
            for (Dim dim : input.type().dims()) {
                if (dim instanceof Dim.Symbol symbol) {
                    symbols.put(symbol.name(), symbol.name().equals("batch") ? 1 : symbol.max());
                }
            }
        }
        Map<String, Inspection.Type> outputs = new LinkedHashMap<>();
        graph.outputs().forEach((name, value) -> outputs.put(name, Inspection.Type.of(graph.type(value))));
        List<Inspection.OpRow> ops = new ArrayList<>();
        for (Node.Apply op : graph.applications()) {
            Inspection.Type output = Inspection.Type.of(op.outputs().getFirst());
            ops.add(new Inspection.OpRow(op.name(), op.op().kind(), output, graph.cost(op, symbols)));
        }
        return new Inspection.Computation(id, symbols, inputs, outputs, ops);
    }

    static long bytes(Path path) {
        try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new InvalidInput("cannot read the folder", path.toString(), IoReason.of(e));
        }
    }
}
