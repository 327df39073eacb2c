package hone.engine.format.onnx.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** TreeEnsemble: decision trees whose leaves add to targets. x // (samples, features) to (samples, targets). */
final class TreeEnsembles implements Operator {
    private static final int MEMBER = 6;
    private static final int AGGREGATES = 4;
    private static final List<String> POST = List.of("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT");

    @Override
    public Set<String> names() {
        return Set.of("ai.onnx.ml.TreeEnsemble");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (x.rank() != 2) {
            throw call.wrong(x + " is no matrix of features");
        }
        Trees trees = new Trees(call);
        int targets = Dims.of(call.whole("n_targets", 1))[0];
        int how = Math.clamp(call.whole("aggregate_function", 1), -1, AGGREGATES);
        if (how < 0 || how == AGGREGATES) {
            throw call.wrong("there is no aggregate function " + call.whole("aggregate_function", 1));
        }
        call.work(x.dim(0), 10.0 * trees.roots.length + targets + 100);
        int[] sizes = {x.dim(0), targets};
        double[] out = new double[Dims.count(sizes)];
        Arrays.fill(out, how == 2 ? Double.POSITIVE_INFINITY : how == 3 ? Double.NEGATIVE_INFINITY : 0);
        for (int sample = 0; sample < x.dim(0); sample++) {
            for (int root : trees.roots) {
                int leaf = trees.leaf(root, x, sample);
                int at = sample * targets + Gathering.index(call, trees.leafTargets[leaf], targets);
                double weight = trees.leafWeights.real(leaf);
                out[at] = switch (how) {
                    case 0 -> out[at] + weight / trees.roots.length;
                    case 1 -> out[at] + weight;
                    case 2 -> Math.min(out[at], weight);
                    default -> Math.max(out[at], weight);
                };
            }
        }
        for (int start = 0; start < out.length; start += targets) {
            transform(call, out, start, targets);
        }
        return List.of(NdArray.ofReals(x.type(), sizes, out));
    }

    private static void transform(Call call, double[] out, int start, int targets) {
        long number = call.whole("post_transform", 0);
        String post = number < 0 || number >= POST.size() ? "" : POST.get((int) number);
        double[] row = Arrays.copyOfRange(out, start, start + targets);
        switch (post) {
            case "NONE" -> {
                return;
            }
            case "SOFTMAX" -> AlongAxis.softmax(hone.engine.format.onnx.proto.ElementType.F64, row);
            case "LOGISTIC" -> Arrays.setAll(row, i -> UnaryMath.sigmoid(row[i]));
            case "SOFTMAX_ZERO" -> softmaxZero(row);
            default -> throw call.unavailable("the transform " + number + " is not computed");
        }
        System.arraycopy(row, 0, out, start, targets);
    }

    /** Softmax of the scores that are not 0, which stay 0. */
    private static void softmaxZero(double... row) {
        double most = Arrays.stream(row).max().orElse(0);
        double sum = 0;
        for (double value : row) {
            sum += value == 0 ? 0 : Math.exp(value - most);
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = row[i] == 0 ? 0 : Math.exp(row[i] - most) / sum;
        }
    }

    /** The node's lists: inner nodes beside each other, and leaves. */
    private static final class Trees {
        private final Call call;
        private final int[] roots;
        private final int[] features;
        private final int[] yes;
        private final int[] no;
        private final int[] yesIsLeaf;
        private final int[] noIsLeaf;
        private final int[] missing;
        private final long[] leafTargets;
        private final NdArray leafWeights;
        private final NdArray modes;
        private final NdArray splits;
        private final List<Set<Double>> members = new ArrayList<>();

        Trees(Call call) {
            this.call = call;
            roots = list("tree_roots");
            features = list("nodes_featureids");
            int nodes = features.length;
            yes = list("nodes_truenodeids", nodes);
            no = list("nodes_falsenodeids", nodes);
            yesIsLeaf = list("nodes_trueleafs", nodes);
            noIsLeaf = list("nodes_falseleafs", nodes);
            missing = call.sizes("nodes_missing_value_tracks_true", nodes, 0);
            leafTargets = call.wholes("leaf_targetids").orElseThrow(() -> call.wrong("it has no leaf_targetids"));
            leafWeights = call.tensor("leaf_weights").orElseThrow(() -> call.wrong("it has no leaf_weights"));
            modes = call.tensor("nodes_modes").orElseThrow(() -> call.wrong("it has no nodes_modes"));
            splits = call.tensor("nodes_splits").orElseThrow(() -> call.wrong("it has no nodes_splits"));
            if (modes.count() != nodes || splits.count() != nodes || leafWeights.count() != leafTargets.length) {
                throw call.wrong("its lists of " + nodes + " nodes and " + leafTargets.length
                        + " leaves have different lengths");
            }
            sets();
        }

        private int[] list(String name) {
            return call.wholes(name).map(Dims::of).orElseThrow(() -> call.wrong("it has no " + name));
        }

        private int[] list(String name, int due) {
            int[] list = list(name);
            if (list.length != due) {
                throw call.wrong(name + " has " + list.length + " numbers where " + due + " were due");
            }
            return list;
        }

        /** The sets of numbers, one for each node that asks for membership, in the nodes' order. */
        private void sets() {
            NdArray values = call.tensor("membership_values").orElseGet(() -> NdArray.zeros(splits.type(), 0));
            call.room((long) values.count() + modes.count());
            int at = 0;
            for (int node = 0; node < modes.count(); node++) {
                Set<Double> set = new HashSet<>();
                while (modes.whole(node) == MEMBER && at < values.count() && !Double.isNaN(values.real(at))) {
                    set.add(values.real(at++) + 0.0);
                }
                at += modes.whole(node) == MEMBER ? 1 : 0;
                members.add(set);
            }
        }

        /** Follows the branches; a tree has no more nodes than there are, so a longer way is a circle. */
        int leaf(int root, NdArray x, int sample) {
            int node = root;
            for (int step = 0; step <= features.length; step++) {
                node = Gathering.index(call, node, features.length);
                int feature = Gathering.index(call, features[node], x.dim(1));
                boolean to = holds(node, x.real(sample * x.dim(1) + feature));
                int next = to ? yes[node] : no[node];
                if ((to ? yesIsLeaf : noIsLeaf)[node] != 0) {
                    call.work(20.0 * step + 20);
                    return Gathering.index(call, next, leafTargets.length);
                }
                node = next;
            }
            throw call.wrong("a tree goes round in a circle");
        }

        private boolean holds(int node, double value) {
            double split = splits.real(node);
            return (missing[node] != 0 && Double.isNaN(value))
                    || switch ((int) modes.whole(node)) {
                        case 0 -> value <= split;
                        case 1 -> value < split;
                        case 2 -> value >= split;
                        case 3 -> value > split;
                        case 4 -> value == split;
                        case 5 -> value != split;
                        case MEMBER -> members.get(node).contains(value + 0.0);
                        default -> throw call.wrong("there is no node mode " + modes.whole(node));
                    };
        }
    }
}
