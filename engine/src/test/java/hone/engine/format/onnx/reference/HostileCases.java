package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Cases that are in order made hostile, seeded: a number of an attribute or of an operand becomes one that asks for much, or sizes
 * become such that hold nothing and say they are vast, or an operand is of another type or another's. Each costs a file a few bytes.
 */
final class HostileCases {
    private static final long STREAM = 0x686F7374L;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        63,
        1000,
        -1000,
        65_537,
        1 << 20,
        1_000_003,
        1 << 24,
        1 << 28,
        (1 << 30) + 1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        1L << 32,
        (1L << 32) + 1,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] REALS = {
        0, -1, 0.5, 1e-30, 1e-300, 1e9, 1e30, -1e30, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };
    private static final int[] EMPTY_SIZES = {0, 1, 2, 65_536, 1 << 28, 1 << 30, Integer.MAX_VALUE};

    private final CounterRandom random;
    private final List<WrittenCase> good;

    HostileCases(long seed, List<WrittenCase> good) {
        random = new CounterRandom(seed, STREAM, 0);
        this.good = List.copyOf(good);
    }

    /** The next one: a good case with one to three pieces of damage. */
    WrittenCase next() {
        WrittenCase damaged = good.get(random.nextInt(good.size()));
        for (int hits = random.nextInt(3); hits >= 0; hits--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private WrittenCase once(WrittenCase whole) {
        NodeProto node = whole.node();
        boolean attribute = !node.attributes().isEmpty() && random.nextInt(2) == 0;
        if (attribute || whole.inputs().isEmpty()) {
            Map<String, AttributeProto> attributes = new HashMap<>(node.attributes());
            List<String> names = attributes.keySet().stream().sorted().toList();
            if (!names.isEmpty()) {
                String name = names.get(random.nextInt(names.size()));
                attributes.put(name, damaged(Objects.requireNonNull(attributes.get(name))));
            }
            NodeProto changed = new NodeProto(
                    node.name(), node.domain(), node.operator(), node.inputs(), node.outputs(), attributes);
            return new WrittenCase(changed, whole.opset(), whole.inputs(), whole.outputs());
        }
        List<Optional<OnnxValue>> inputs = new ArrayList<>(whole.inputs());
        int at = random.nextInt(inputs.size());
        if (inputs.get(at).orElse(null) instanceof NdArray array) {
            inputs.set(at, Optional.of(damaged(array)));
        }
        return new WrittenCase(node, whole.opset(), inputs, whole.outputs());
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private AttributeProto damaged(AttributeProto given) {
        long[] wholes = given.wholes().clone();
        float[] reals = given.reals().clone();
        long whole = given.whole();
        if (wholes.length == 0) {
            whole = number();
        } else if (random.nextInt(4) == 0) {
            int length = random.nextInt(wholes.length + 3);
            wholes = Arrays.copyOf(wholes, length);
            reals = Arrays.copyOf(reals, length);
        } else {
            int i = random.nextInt(wholes.length);
            wholes[i] = number();
            reals[i] = wholes[i];
        }
        float real = random.nextInt(3) == 0 ? (float) REALS[random.nextInt(REALS.length)] : given.real();
        return new AttributeProto(
                given.name(),
                "",
                real,
                whole,
                given.text(),
                given.tensor(),
                given.graph(),
                reals,
                wholes,
                given.texts());
    }

    private NdArray damaged(NdArray given) {
        return switch (random.nextInt(given.count() == 0 ? 3 : 6)) {
            case 0 -> NdArray.zeros(given.type(), emptySizes(given.rank()));
            case 1 -> NdArray.zeros(given.type(), emptySizes(random.nextInt(6)));
            case 2 -> {
                ElementType[] types = ElementType.values();
                ElementType type = types[random.nextInt(types.length)];
                yield given.type().isText() || type.isText() ? NdArray.zeros(type, given.dims()) : given.as(type);
            }
            case 3 -> given.spread(Dims.with(given.dims(), 0, 1 + random.nextInt(3)));
            default -> changed(given);
        };
    }

    /** At least one of the sizes is 0, so that nothing is there. */
    private int[] emptySizes(int rank) {
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = EMPTY_SIZES[random.nextInt(EMPTY_SIZES.length)];
        }
        if (rank > 0) {
            sizes[random.nextInt(rank)] = 0;
        }
        return sizes;
    }

    private NdArray changed(NdArray given) {
        int at = random.nextInt(given.count());
        if (given.type().isText()) {
            String[] texts = new String[given.count()];
            Arrays.setAll(texts, i -> i == at ? "-_ 9".repeat(random.nextInt(2000)) : given.text(i));
            return NdArray.ofTexts(given.dims(), texts);
        }
        if (given.type().isReal()) {
            double[] reals = given.reals();
            reals[at] = REALS[random.nextInt(REALS.length)];
            return NdArray.ofReals(given.type(), given.dims(), reals);
        }
        long[] wholes = given.wholes();
        wholes[at] = number();
        return NdArray.ofWholes(given.type(), given.dims(), wholes);
    }
}
