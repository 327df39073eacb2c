package hone.engine.format.llama2c;

import hone.engine.format.DoubleTransformer;
import hone.engine.random.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A checkpoint's bytes, and its weights under the names of the oracle. */
final class WrittenCheckpoint {
    static final long SEED = 29;
    static final int LAYERS = 2;
    static final int WIDTH = 32;
    static final int HEADS = 4;
    static final int HIDDEN = 64;
    static final int VOCABULARY = 19;
    static final int CONTEXT = 9;
    static final int GROUP = 32;
    static final int[] IDS = {1, 7, 0, 18, 7, 7, 12, 3, 2};

    private static final String[] FLOAT32_ORDER = {
        "input_layernorm",
        "self_attn.q_proj",
        "self_attn.k_proj",
        "self_attn.v_proj",
        "self_attn.o_proj",
        "post_attention_layernorm",
        "mlp.gate_proj",
        "mlp.down_proj",
        "mlp.up_proj"
    };
    private static final String[] INT8_ORDER = {
        "self_attn.q_proj",
        "self_attn.k_proj",
        "self_attn.v_proj",
        "self_attn.o_proj",
        "mlp.gate_proj",
        "mlp.down_proj",
        "mlp.up_proj"
    };

    final Map<String, float[]> values = new HashMap<>();
    private final ByteBuffer out = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    private final int kvHeads;
    private int stream;

    WrittenCheckpoint(int kvHeads) {
        this.kvHeads = kvHeads;
    }

    static WrittenCheckpoint float32(int kvHeads, boolean shared) {
        WrittenCheckpoint written = new WrittenCheckpoint(kvHeads);
        written.sizes(shared ? VOCABULARY : -VOCABULARY);
        written.floats("model.embed_tokens.weight", VOCABULARY * WIDTH);
        for (String matrix : FLOAT32_ORDER) {
            written.layers(matrix, written::floats);
        }
        written.floats("model.norm.weight", WIDTH);
        written.floats("rotation", CONTEXT * WIDTH / HEADS);
        if (shared) {
            written.values.put("lm_head.weight", written.values.get("model.embed_tokens.weight"));
        } else {
            written.floats("lm_head.weight", VOCABULARY * WIDTH);
        }
        return written;
    }

    static WrittenCheckpoint int8(int kvHeads, boolean shared) {
        WrittenCheckpoint written = new WrittenCheckpoint(kvHeads);
        written.out.putInt(0x616b3432).putInt(2);
        written.sizes(VOCABULARY);
        written.out.put((byte) (shared ? 1 : 0)).putInt(GROUP).position(256);
        written.layers("input_layernorm", written::floats);
        written.layers("post_attention_layernorm", written::floats);
        written.floats("model.norm.weight", WIDTH);
        written.groups("model.embed_tokens.weight", VOCABULARY * WIDTH);
        for (String matrix : INT8_ORDER) {
            written.layers(matrix, written::groups);
        }
        if (shared) {
            written.values.put("lm_head.weight", written.values.get("model.embed_tokens.weight"));
        } else {
            written.groups("lm_head.weight", VOCABULARY * WIDTH);
        }
        return written;
    }

    private void sizes(int vocabulary) {
        out.putInt(WIDTH).putInt(HIDDEN).putInt(LAYERS).putInt(HEADS).putInt(kvHeads);
        out.putInt(vocabulary).putInt(CONTEXT);
    }

    /** Writes one tensor of a name and a number of elements. */
    private interface Writer {
        void write(String name, int elements);
    }

    private void layers(String matrix, Writer writer) {
        for (int layer = 0; layer < LAYERS; layer++) {
            writer.write("model.layers." + layer + "." + matrix + ".weight", elements(matrix));
        }
    }

    private int elements(String matrix) {
        return switch (matrix) {
            case "self_attn.q_proj", "self_attn.o_proj" -> WIDTH * WIDTH;
            case "self_attn.k_proj", "self_attn.v_proj" -> WIDTH / HEADS * kvHeads * WIDTH;
            case "input_layernorm", "post_attention_layernorm" -> WIDTH;
            default -> WIDTH * HIDDEN;
        };
    }

    private void floats(String name, int elements) {
        CounterRandom random = new CounterRandom(SEED, stream++, 0);
        float[] all = new float[elements];
        for (int i = 0; i < elements; i++) {
            all[i] = (float) (random.nextGaussian() / Math.sqrt(WIDTH));
            out.putFloat(all[i]);
        }
        values.put(name, all);
    }

    private void groups(String name, int elements) {
        CounterRandom random = new CounterRandom(SEED, stream++, 0);
        float[] all = new float[elements];
        float[] scales = new float[elements / GROUP];
        for (int g = 0; g < scales.length; g++) {
            scales[g] = (float) random.uniform(1e-3, 4e-3);
        }
        for (int i = 0; i < elements; i++) {
            int rounded = random.nextInt(255) - 127;
            out.put((byte) rounded);
            all[i] = rounded * scales[i / GROUP];
        }
        for (float scale : scales) {
            out.putFloat(scale);
        }
        values.put(name, all);
    }

    byte[] bytes() {
        return Arrays.copyOf(out.array(), out.position());
    }

    double[][] logits() {
        return new DoubleTransformer(LAYERS, HEADS, kvHeads, WIDTH, HIDDEN, VOCABULARY, 1e-5, values::get)
                .llama(IDS, 10_000, false);
    }
}
