package hone.engine.format.onnx.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every family of operators that is computed. */
public final class Operators {
    static final List<Operator> ALL = List.of(
            new UnaryMath(),
            new Activations(),
            new Pairwise(),
            new Variadic(),
            new Comparisons(),
            new ElementTests(),
            new ClipOperator(),
            new Reshaping(),
            new Moving(),
            new Joining(),
            new Slicing(),
            new Gathering(),
            new Scattering(),
            new Padding(),
            new Making(),
            new Casting(),
            new Reductions(),
            new AlongAxis(),
            new Products(),
            new Convolutions(),
            new TransposedConvolution(),
            new Pooling(),
            new Normalizations(),
            new BatchNormalization(),
            new Quantization(),
            new Selection(),
            new Sequences(),
            new ControlFlow(),
            new DropoutOperator(),
            new Texts(),
            new Resizing(),
            new EinsteinSum(),
            new Losses(),
            new Recurrent(),
            new AttentionOperator(),
            new RotaryEmbeddingOperator(),
            new BitCasting(),
            new GatedActivation(),
            new GridSampling(),
            new DeformableConvolution(),
            new ColumnsToImage(),
            new FourierTransforms(),
            new SignalTables(),
            new Boxes(),
            new RegionAlignment(),
            new RegionPooling(),
            new CentredPadding(),
            new Determinants(),
            new TermFrequencies(),
            new UniqueOperator(),
            new RandomNumbers(),
            new LabelEncoding(),
            new Features(),
            new TreeEnsembles(),
            new OptimizerSteps(),
            new GradientOperator(),
            new FullMatches(),
            new ImageDecoding(),
            new LinearAttentionOperator(),
            new CausalConvolution());

    private static final Map<String, Operator> BY_NAME = byName();

    private Operators() {}

    private static Map<String, Operator> byName() {
        Map<String, Operator> byName = new HashMap<>();
        for (Operator operator : ALL) {
            for (String name : operator.names()) {
                if (byName.put(name, operator) != null) {
                    throw new IllegalStateException(name + " is listed twice");
                }
            }
        }
        return Map.copyOf(byName);
    }

    /** The family that computes an operator of a domain; the standard domain is the empty one. */
    static Optional<Operator> find(String domain, String name) {
        return Optional.ofNullable(BY_NAME.get(domain.isEmpty() ? name : domain + "." + name));
    }

    /** Whether an operator is computed at all. */
    public static boolean knows(String domain, String name) {
        return find(domain, name).isPresent();
    }

    /** Whether an operator of the standard domain gives other numbers in every implementation. */
    public static boolean isRandom(String name) {
        return find("", name).orElse(null) instanceof RandomNumbers;
    }

    /** The names of all that are computed, sorted. */
    public static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }
}
