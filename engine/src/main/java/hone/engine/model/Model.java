package hone.engine.model;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A graph and the tensor of every weight it names; immutable. Models made from one another share the tensors they do not
 * change.
 */
public final class Model {
    private final String id;
    private final Graph graph;
    private final SortedMap<String, Tensor> weights;
    private final String hash;

    /**
     * @param id of the architecture, such as "mlp"
     * @throws InvalidInput if a weight of the graph is missing, has another type, or is not in the graph
     */
    public Model(String id, Graph graph, Map<String, Tensor> weights) {
        this.id = id;
        this.graph = graph;
        this.weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        check();
        this.hash = computeHash();
    }

    private void check() {
        Map<String, Tensor> unused = new HashMap<>(weights);
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = unused.remove(weight.name());
            if (tensor == null) {
                throw new InvalidInput("the model lacks a weight", weight.name(), "its graph names it");
            }
            if (!tensor.type().equals(weight.type())) {
                throw new InvalidInput(
                        "a weight has the wrong type", weight.name(), tensor.type() + " instead of " + weight.type());
            }
        }
        if (!unused.isEmpty()) {
            throw new InvalidInput(
                    "the model has weights its graph does not name",
                    "",
                    unused.keySet().toString());
        }
    }

    public String id() {
        return id;
    }

    public Graph graph() {
        return graph;
    }

    /** The tensors by weight name, in alphabetical order. */
    public SortedMap<String, Tensor> weights() {
        return weights;
    }

    /** @throws InvalidInput if there is no weight of that name */
    public Tensor weight(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new InvalidInput("the model has no such weight", name, "it has " + weights.keySet());
        }
        return tensor;
    }

    /** Elements of all weights. */
    public long parameters() {
        return graph.parameters();
    }

    /** FLOPs of one sample, a whole context of tokens where it takes tokens: 2 × multiply-adds of its matrix products. */
    public long flopsPerSample() {
        return graph.costs(graph.sizes(1)).values().stream()
                .mapToLong(cost -> cost.flops())
                .sum();
    }

    /** Parameters times their bits, in bytes, exact zeros left out: what a textbook counts. */
    public long nominalBytes() {
        return weights.values().stream().mapToLong(Nonzeros::bytes).sum();
    }

    /** SHA-256 over the graph and every weight's bytes, as 64 hexadecimal digits. */
    public String hash() {
        return hash;
    }

    private String computeHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(graph.nodes().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(graph.outputs().toString().getBytes(StandardCharsets.UTF_8));
            weights.forEach((name, tensor) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(tensor.segment().asByteBuffer());
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
