package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Einsum: products of elements whose letters agree, summed over the letters that the result lacks. */
final class EinsteinSum implements Operator {
    private static final String REST = "...";

    @Override
    public Set<String> names() {
        return Set.of("Einsum");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        String equation = call.text("equation", "").replace(" ", "");
        int arrow = equation.indexOf("->");
        String[] terms = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
        List<NdArray> operands = call.all();
        if (terms.length != operands.size()) {
            throw call.wrong("\"" + equation + "\" for " + operands.size() + " operands");
        }
        Map<String, Integer> sizes = new LinkedHashMap<>();
        List<List<String>> letters = new ArrayList<>();
        Map<String, Integer> uses = new TreeMap<>();
        int rest = 0;
        for (int i = 0; i < terms.length; i++) {
            int spread = operands.get(i).rank() - terms[i].replace(REST, "").length();
            rest = Math.max(rest, terms[i].contains(REST) ? spread : 0);
            if (spread < 0 || (spread > 0 && !terms[i].contains(REST))) {
                throw call.wrong("\"" + terms[i] + "\" for " + operands.get(i));
            }
            letters.add(letters(terms[i], spread));
            for (int d = 0; d < letters.get(i).size(); d++) {
                String letter = letters.get(i).get(d);
                int size = operands.get(i).dim(d);
                int before = sizes.getOrDefault(letter, 1);
                if (before != 1 && size != 1 && before != size) {
                    throw call.wrong("\"" + letter + "\" has sizes " + before + " and " + size);
                }
                sizes.put(letter, before == 1 ? size : before);
                uses.merge(letter, 1, Integer::sum);
            }
        }
        List<String> result = arrow < 0 ? implied(uses, rest) : letters(equation.substring(arrow + 2), rest);
        return List.of(sum(call, operands, letters, sizes, result));
    }

    /** One name for each dimension; those of an ellipsis are numbered from behind. */
    private static List<String> letters(String term, int spread) {
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < term.length(); i++) {
            if (term.startsWith(REST, i)) {
                for (int k = spread; k > 0; k--) {
                    letters.add("." + k);
                }
                i += 2;
            } else {
                letters.add(term.substring(i, i + 1));
            }
        }
        return letters;
    }

    private static List<String> implied(Map<String, Integer> uses, int rest) {
        List<String> result = letters(REST, rest);
        uses.forEach((letter, count) -> {
            if (count == 1 && !letter.startsWith(".")) {
                result.add(letter);
            }
        });
        return result;
    }

    private static NdArray sum(
            Call call,
            List<NdArray> operands,
            List<List<String>> letters,
            Map<String, Integer> sizes,
            List<String> result) {
        List<String> order = new ArrayList<>(result);
        sizes.keySet().stream().filter(letter -> !result.contains(letter)).forEach(order::add);
        int[] dims =
                order.stream().mapToInt(letter -> sizes.getOrDefault(letter, 1)).toArray();
        int[] outDims = java.util.Arrays.copyOf(dims, result.size());
        call.work(Dims.count(dims), operands.size(), 4);
        call.space(Dims.count(dims), operands.size() / 2.0);
        int[][] offsets = new int[operands.size()][];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offsets(operands.get(i), letters.get(i), order, dims);
        }
        ElementType type = operands.getFirst().type();
        return type.isReal()
                ? NdArray.ofReals(type, outDims, reals(operands, offsets, Dims.count(outDims)))
                : NdArray.ofWholes(type, outDims, wholes(operands, offsets, Dims.count(outDims)));
    }

    /** Where an operand's elements are, for every place along all letters in this order. */
    private static int[] offsets(NdArray operand, List<String> letters, List<String> order, int[] dims) {
        int[] strides = Dims.strides(operand.dims());
        Map<String, Integer> steps = new HashMap<>();
        for (int d = 0; d < strides.length; d++) {
            steps.merge(letters.get(d), operand.dim(d) == 1 ? 0 : strides[d], Integer::sum);
        }
        return Dims.walk(
                dims,
                order.stream().mapToInt(letter -> steps.getOrDefault(letter, 0)).toArray(),
                0);
    }

    private static double[] reals(List<NdArray> operands, int[][] offsets, int outputs) {
        double[] out = new double[outputs];
        int each = offsets[0].length / Math.max(1, outputs);
        for (int i = 0; i < offsets[0].length; i++) {
            double product = 1;
            for (int k = 0; k < offsets.length; k++) {
                product *= operands.get(k).real(offsets[k][i]);
            }
            out[i / each] += product;
        }
        return out;
    }

    private static long[] wholes(List<NdArray> operands, int[][] offsets, int outputs) {
        long[] out = new long[outputs];
        int each = offsets[0].length / Math.max(1, outputs);
        for (int i = 0; i < offsets[0].length; i++) {
            long product = 1;
            for (int k = 0; k < offsets.length; k++) {
                product *= operands.get(k).whole(offsets[k][i]);
            }
            out[i / each] += product;
        }
        return out;
    }
}
