package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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
        if (columns.length == 0 || Arrays.stream(columns).min().orElse(0) < 0) {
            throw call.wrong("its ngram_indexes name no columns, or negative ones");
        }
        int width = Dims.of(Arrays.stream(columns).max().orElse(-1) + 1)[0];
        Map<List<Object>, Integer> grams = grams(call);
        int length = x.rank() == 0 ? 1 : x.dim(x.rank() - 1);
        int rows = x.rank() == 2 ? x.dim(0) : 1;
        int[] sizes = x.rank() == 2 ? new int[] {rows, width} : new int[] {width};
        double[] out = new double[Dims.count(sizes)];
        Lengths lengths = Lengths.of(call, length);
        call.work(rows, lengths.steps(length));
        for (int row = 0; row < rows; row++) {
            int start = row * length;
            int to = row * width;
            lengths.each(length, gram -> {
                List<Object> words = new ArrayList<>();
                for (int at : gram) {
                    words.add(word(x, start + at));
                }
                Integer known = grams.get(words);
                if (known != null) {
                    out[to + (int) columns[known]]++;
                }
            });
        }
        weigh(call, columns, width, out);
        return List.of(NdArray.ofReals(ElementType.F32, sizes, out));
    }

    private static Object word(NdArray x, int i) {
        return x.type().isText() ? (Object) x.text(i) : (Object) x.whole(i);
    }

    /** The number of each n-gram of the pool, which holds those of one word first, then those of two, and so on. */
    private static Map<List<Object>, Integer> grams(Call call) {
        List<String> words = call.texts("pool_strings").orElse(List.of());
        long[] numbers = call.wholes("pool_int64s").orElse(new long[0]);
        call.room((long) words.size() + numbers.length);
        List<Object> pool = new ArrayList<>(words);
        Arrays.stream(numbers).forEach(pool::add);
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

    /** The lengths of n-grams that are looked for, and how far apart their members may lie. */
    private record Lengths(int least, int most, int apart) {
        /** Longer ones than the pool has cannot be found, nor can members lie further apart than the row is long. */
        static Lengths of(Call call, int length) {
            long pool = call.wholes("ngram_counts").orElseThrow().length;
            long most = Math.clamp(call.whole("max_gram_length", 1), 0, Math.min(pool, length));
            long skipped = Math.clamp(call.whole("max_skip_count", 0), 0, (long) length);
            return new Lengths(
                    (int) Math.clamp(call.whole("min_gram_length", 1), 1, most + 1), (int) most, (int) skipped + 1);
        }

        /** Single words are the same whatever may be skipped. */
        private int apart(int n, int length) {
            return n == 1 ? 1 : Math.min(apart, (length - 1) / (n - 1));
        }

        double steps(int length) {
            double steps = 100;
            for (int n = least; n <= most; n++) {
                steps += (double) length * apart(n, length) * (20 * n + 50);
            }
            return steps;
        }

        /** Hands the places of the members of every n-gram of a row on. */
        void each(int length, Consumer<int[]> taker) {
            for (int n = least; n <= most; n++) {
                for (int distance = 1; distance <= apart(n, length); distance++) {
                    for (int first = 0; first + (n - 1) * distance < length; first++) {
                        int[] places = new int[n];
                        for (int i = 0; i < n; i++) {
                            places[i] = first + i * distance;
                        }
                        taker.accept(places);
                    }
                }
            }
        }
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
