package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * TfIdfVectorizer: how often each n-gram of a list occurs in a row of words or numbers, weighted or not. The members of an n-gram
 * may lie up to {@code max_skip_count} apart, all equally far.
 */
final class TermFrequencies implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("TfIdfVectorizer");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (x.rank() > 2 || x.type().isReal()) {
            throw call.wrong(x + " is no row or matrix of words or whole numbers");
        }
        long[] columns = call.wholes("ngram_indexes").orElseThrow(() -> call.wrong("it has no ngram_indexes"));
        int width = Dims.of(Arrays.stream(columns).max().orElse(-1) + 1)[0];
        Map<List<Object>, Integer> grams = grams(call);
        int length = x.rank() == 0 ? 1 : x.dim(x.rank() - 1);
        int rows = x.rank() == 2 ? x.dim(0) : 1;
        int[] sizes = x.rank() == 2 ? new int[] {rows, width} : new int[] {width};
        double[] out = new double[Dims.count(sizes)];
        for (int row = 0; row < rows; row++) {
            for (List<Object> found : found(call, x, row * length, length)) {
                Integer gram = grams.get(found);
                if (gram != null) {
                    out[row * width + Gathering.index(call, columns[gram], width)]++;
                }
            }
        }
        weigh(call, columns, width, out);
        return List.of(NdArray.ofReals(ElementType.F32, sizes, out));
    }

    private static Object word(NdArray x, int i) {
        return x.type().isText() ? (Object) x.text(i) : (Object) x.whole(i);
    }

    /** The number of each n-gram of the pool, which holds those of one word first, then those of two, and so on. */
    private static Map<List<Object>, Integer> grams(Call call) {
        List<Object> pool = new ArrayList<>(call.texts("pool_strings").orElse(List.of()));
        Arrays.stream(call.wholes("pool_int64s").orElse(new long[0])).forEach(pool::add);
        int[] starts =
                call.wholes("ngram_counts").map(Dims::of).orElseThrow(() -> call.wrong("it has no ngram_counts"));
        Map<List<Object>, Integer> grams = new HashMap<>();
        int number = 0;
        int known = call.wholes("ngram_indexes").orElseThrow().length;
        for (int n = 1; n <= starts.length; n++) {
            int end = n < starts.length ? starts[n] : pool.size();
            if (starts[n - 1] < 0 || starts[n - 1] > end || end > pool.size() || (end - starts[n - 1]) % n != 0) {
                throw call.wrong("its " + pool.size() + " words do not split at " + Arrays.toString(starts));
            }
            for (int at = starts[n - 1]; at < end; at += n) {
                grams.put(List.copyOf(pool.subList(at, at + n)), number++);
            }
        }
        if (number > known) {
            throw call.wrong(number + " n-grams for " + known + " ngram_indexes");
        }
        return grams;
    }

    /** Every n-gram of a row in the lengths that are asked for; single words once, whatever may be skipped. */
    private static List<List<Object>> found(Call call, NdArray x, int start, int length) {
        long least = call.whole("min_gram_length", 1);
        long most = Math.min(call.whole("max_gram_length", 1), length);
        long skips = Math.min(call.whole("max_skip_count", 0), length);
        List<List<Object>> found = new ArrayList<>();
        for (long n = Math.max(1, least); n <= most; n++) {
            for (long apart = 1; apart <= (n == 1 ? 1 : skips + 1); apart++) {
                for (int at = 0; at + (n - 1) * apart < length; at++) {
                    List<Object> gram = new ArrayList<>();
                    for (int i = 0; i < n; i++) {
                        gram.add(word(x, start + at + (int) (i * apart)));
                    }
                    found.add(gram);
                }
            }
        }
        return found;
    }

    private static void weigh(Call call, long[] columns, int width, double... out) {
        String mode = call.text("mode", "");
        if (!Set.of("TF", "IDF", "TFIDF").contains(mode)) {
            throw call.wrong("there is no mode \"" + mode + '"');
        }
        double[] weights = new double[width];
        Arrays.fill(weights, 1);
        float[] given = call.reals("weights").orElse(new float[0]);
        for (int i = 0; i < Math.min(given.length, columns.length); i++) {
            weights[(int) columns[i]] = given[i];
        }
        for (int i = 0; i < out.length && !mode.equals("TF"); i++) {
            out[i] = (mode.equals("IDF") ? Math.min(1, out[i]) : out[i]) * weights[i % width];
        }
    }
}
