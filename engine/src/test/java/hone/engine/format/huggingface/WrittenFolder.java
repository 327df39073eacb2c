package hone.engine.format.huggingface;

import static hone.engine.format.huggingface.FolderLayouts.CONFIG;
import static hone.engine.format.huggingface.FolderLayouts.CONTEXT;
import static hone.engine.format.huggingface.FolderLayouts.HEADS;
import static hone.engine.format.huggingface.FolderLayouts.LAYERS;
import static hone.engine.format.huggingface.FolderLayouts.OUTPUT;
import static hone.engine.format.huggingface.FolderLayouts.VOCABULARY;
import static hone.engine.format.huggingface.FolderLayouts.WIDTH;

import hone.engine.format.DoubleTransformer;
import hone.engine.format.Safetensors;
import hone.engine.format.SafetensorsWriter;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A folder that is written tensor by tensor with seeded numbers, which are kept under the names of the oracle. */
final class WrittenFolder implements AutoCloseable {
    static final long SEED = 23;

    private final MemoryBudget budget = new MemoryBudget(64L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, float[]> values = new HashMap<>();
    private final Path path;

    /** @param path of the folder, which is there */
    WrittenFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    MemoryRegion region() {
        return region;
    }

    /** What {@link #save} writes, by name. */
    Map<String, Tensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        region.close();
    }

    /** Normal numbers by seed, rounded to the type. */
    void tensor(String prefix, DType dtype, String name, long... sizes) {
        Tensor tensor = region.tensor(dtype, Shape.of(sizes));
        float[] read = new float[(int) tensor.shape().elements()];
        CounterRandom random = new CounterRandom(SEED, tensors.size(), 0);
        for (int i = 0; i < read.length; i++) {
            float value = (float) (random.nextGaussian() / Math.sqrt((double) sizes[sizes.length - 1]))
                    + (sizes.length - 2) * -0.2F;
            switch (dtype) {
                case F16 -> {
                    tensor.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(value));
                    value = Float.float16ToFloat(Float.floatToFloat16(value));
                }
                case BF16 -> {
                    int bits = Float.floatToRawIntBits(value) >> 16;
                    tensor.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, (short) bits);
                    value = Float.intBitsToFloat(bits << 16);
                }
                default -> tensor.setFloat(i, value);
            }
            read[i] = value;
        }
        tensors.put(prefix + name, tensor);
        values.put(name, read);
    }

    void gpt2(String prefix, DType dtype, int hidden) {
        FolderLayouts.gpt2(hidden).forEach((name, sizes) -> tensor(prefix, dtype, name, sizes));
        for (int layer = 0; layer < LAYERS; layer++) {
            String mask = prefix + "h." + layer + ".attn.bias";
            tensors.put(mask, region.tensor(DType.F32, Shape.of(1, 1, CONTEXT, CONTEXT)));
        }
        values.put(OUTPUT, weights("wte.weight"));
    }

    void llama(DType dtype, int kvHeads, boolean tied) {
        FolderLayouts.llama(kvHeads).forEach((name, sizes) -> tensor("", dtype, name, sizes));
        if (tied) {
            values.put(OUTPUT, weights("model.embed_tokens.weight"));
        } else {
            tensor("", dtype, OUTPUT, VOCABULARY, WIDTH);
        }
    }

    private float[] weights(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    void config(String text) throws IOException {
        Files.writeString(path.resolve(CONFIG), text);
    }

    void save(String file, String... names) {
        LinkedHashMap<String, Tensor> chosen = new LinkedHashMap<>();
        for (String name : names.length == 0 ? tensors.keySet().toArray(String[]::new) : names) {
            chosen.put(name, tensors.get(name));
        }
        SafetensorsWriter.write(path.resolve(file), new Safetensors(Map.of("format", "pt"), chosen));
    }

    /** Llama's config, and all tensors in two files. */
    void sharded() throws IOException {
        config(FolderLayouts.LLAMA);
        Map<String, List<String>> shards = FolderLayouts.shards(List.copyOf(tensors.keySet()));
        shards.forEach((file, names) -> save(file, names.toArray(String[]::new)));
        Files.writeString(path.resolve(FolderLayouts.INDEX), FolderLayouts.index(shards));
    }

    DoubleTransformer oracle(int kvHeads, int hidden, double epsilon) {
        return new DoubleTransformer(LAYERS, HEADS, kvHeads, WIDTH, hidden, VOCABULARY, epsilon, values::get);
    }
}
