package hone.engine.format.huggingface;

import hone.engine.InvalidInput;
import hone.engine.format.SafetensorsFile;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.GptWeights;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads a folder in the layout of the Hugging Face hub: config.json, and the weights as model.safetensors or as several files
 * with model.safetensors.index.json. GPT-2 and Llama are known. F16 and BF16 are widened to float32. Every name and size
 * is checked before the first weight is read; what a config says that is not known here is refused by name.
 */
public final class HuggingFaceFolder {
    /** The visible list. */
    private static final List<Layout> LAYOUTS = List.of(new Gpt2Layout(), new LlamaLayout());

    private static final String CONFIG = "config.json";

    private HuggingFaceFolder() {}

    /** Whether a path looks like such a folder. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve(CONFIG));
    }

    /**
     * Loads the transformer in a folder.
     *
     * @param region where its weights go, unless they are used in place
     * @throws InvalidInput if the folder does not hold a model of a known layout
     */
    public static GptWeights load(Path folder, MemoryRegion region) {
        ModelConfig config = ModelConfig.read(folder.resolve(CONFIG));
        String type = config.text("model_type");
        Layout layout = LAYOUTS.stream()
                .filter(known -> known.modelType().equals(type))
                .findFirst()
                .orElseThrow(() -> config.refused(
                        "model_type",
                        "known are " + LAYOUTS.stream().map(Layout::modelType).collect(Collectors.joining(" and "))));
        Layout.Shaped shaped = read(layout, config, folder);
        try (Shards shards = Shards.open(folder)) {
            if (shaped.dimensions().layers() > shards.places().size()) {
                throw wrong(
                        folder,
                        shaped.dimensions().layers() + " layers in "
                                + shards.places().size() + " tensors");
            }
            List<Placement> placements =
                    layout.placements(shaped, shards.places().keySet());
            check(placements, layout, shards, folder);
            long bytes = placements.stream()
                    .mapToLong(placement -> placement.shape().elements() * Float.BYTES)
                    .sum();
            boolean inPlace = shards.places().values().stream().anyMatch(SafetensorsFile::mapped);
            if (!inPlace) {
                region.budget().require(bytes, "the weights of " + folder);
            }
            Map<String, Tensor> weights = new HashMap<>();
            for (Placement placement : placements) {
                weights.put(placement.target(), weight(placement, shards, region));
            }
            return new GptWeights("gpt", shaped.dimensions(), shaped.form(), weights);
        }
    }

    private static Layout.Shaped read(Layout layout, ModelConfig config, Path folder) {
        try {
            return layout.read(config);
        } catch (InvalidInput e) {
            if (e.getMessage().contains(folder.toString())) {
                throw e;
            }
            throw wrong(folder.resolve(CONFIG), e.getMessage());
        }
    }

    /** All sizes are right, all numbers floating-point, and no tensor is left over. */
    private static void check(List<Placement> placements, Layout layout, Shards shards, Path folder) {
        Set<String> used = new HashSet<>();
        for (Placement placement : placements) {
            String source = placement.source();
            TensorType type = shards.type(source);
            boolean real = type.dtype() == DType.F32 || type.dtype() == DType.F16 || type.dtype() == DType.BF16;
            if (!real || !type.maxShape().equals(placement.stored())) {
                throw wrong(
                        folder, source + " is " + type + " instead of floating-point numbers of " + placement.stored());
            }
            used.add(source);
        }
        for (String name : shards.places().keySet()) {
            if (!used.contains(name) && !layout.withoutEffect(name)) {
                throw wrong(folder, "it has the tensor " + name + ", of which this program does not know the meaning");
            }
        }
    }

    private static Tensor weight(Placement placement, Shards shards, MemoryRegion region) {
        SafetensorsFile file = shards.places().get(placement.source());
        if (file == null) {
            throw new IllegalStateException("checked before: " + placement.source());
        }
        Optional<Placement.Arrangement> arrangement = placement.arrangement();
        if (arrangement.isEmpty()) {
            return file.float32(placement.source(), region);
        }
        try (MemoryRegion scratch = region.budget().open(Category.SCRATCH, "a weight before it is rearranged")) {
            Tensor weight = region.tensor(DType.F32, placement.shape());
            arrangement.get().arrange(file.float32(placement.source(), scratch), weight);
            return weight;
        }
    }

    private static InvalidInput wrong(Path place, String why) {
        return new InvalidInput("this model cannot be loaded", place.toString(), why);
    }
}
