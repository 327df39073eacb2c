package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is done to texts: stop words left out, letters made large or small, joined, taken apart. */
final class Texts implements Operator {
    /** What a text takes beside its characters, as if it were so many more. */
    private static final int TEXT_CHARACTERS = 30;

    @Override
    public Set<String> names() {
        return Set.of("StringNormalizer", "StringConcat", "StringSplit");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return switch (call.operator()) {
            case "StringNormalizer" -> List.of(normalize(call, call.in(0)));
            case "StringConcat" -> List.of(concat(call, call.in(0), call.in(1)));
            default -> split(call, call.in(0));
        };
    }

    /** A row of words, (C) or (1, C), without the stop words; where none is left, one empty word stands for them. */
    private static NdArray normalize(Call call, NdArray x) {
        boolean sensitive = call.flag("is_case_sensitive", false);
        Set<String> stop = new HashSet<>();
        for (String word : call.texts("stopwords").orElse(List.of())) {
            stop.add(sensitive ? word : word.toLowerCase(Locale.ROOT));
        }
        String letters = call.text("case_change_action", "NONE");
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < x.count(); i++) {
            String word = x.text(i);
            if (!stop.contains(sensitive ? word : word.toLowerCase(Locale.ROOT))) {
                kept.add(
                        switch (letters) {
                            case "UPPER" -> word.toUpperCase(Locale.ROOT);
                            case "LOWER" -> word.toLowerCase(Locale.ROOT);
                            default -> word;
                        });
            }
        }
        if (kept.isEmpty()) {
            kept.add("");
        }
        int[] sizes = x.rank() == 1 ? new int[] {kept.size()} : new int[] {1, kept.size()};
        return NdArray.ofTexts(sizes, kept.toArray(String[]::new));
    }

    private static NdArray concat(Call call, NdArray a, NdArray b) {
        int[] dims = Dims.broadcast(a.dims(), b.dims());
        NdArray left = a.spread(dims);
        NdArray right = b.spread(dims);
        double characters = 0;
        for (int i = 0; i < left.count(); i++) {
            characters +=
                    TEXT_CHARACTERS + left.text(i).length() + right.text(i).length();
        }
        call.space(characters, (double) Character.BYTES / Double.BYTES);
        call.work(characters);
        String[] joined = new String[left.count()];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = left.text(i) + right.text(i);
        }
        return NdArray.ofTexts(dims, joined);
    }

    /** Parts of each text in one more dimension, as long as the most parts; and how many each had. */
    private static List<OnnxValue> split(Call call, NdArray x) {
        String delimiter = call.text("delimiter", "");
        long most = call.whole("maxsplit", Long.MAX_VALUE);
        call.room(mostParts(x, delimiter, most));
        List<List<String>> parts = new ArrayList<>();
        int longest = 0;
        long[] counts = new long[x.count()];
        for (int i = 0; i < counts.length; i++) {
            List<String> found = parts(x.text(i), delimiter, most);
            parts.add(found);
            counts[i] = found.size();
            longest = Math.max(longest, found.size());
        }
        int[] sizes = Dims.with(x.dims(), x.rank(), longest);
        String[] out = new String[Dims.count(sizes)];
        for (int i = 0; i < out.length; i++) {
            List<String> found = parts.get(i / longest);
            out[i] = i % longest < found.size() ? found.get(i % longest) : "";
        }
        return List.of(NdArray.ofTexts(sizes, out), NdArray.ofWholes(ElementType.I64, x.dims(), counts));
    }

    /** All texts together have no more parts than this. */
    private static long mostParts(NdArray x, String delimiter, long most) {
        long parts = 0;
        for (int i = 0; i < x.count(); i++) {
            long borders = x.text(i)
                    .chars()
                    .filter(c -> delimiter.isEmpty() ? Character.isWhitespace(c) : c == delimiter.charAt(0))
                    .count();
            parts += Math.min(borders, Math.max(0, most)) + 1;
        }
        return parts;
    }

    /** As Python's split: without a delimiter at runs of white space, none of it at the ends. */
    private static List<String> parts(String text, String delimiter, long most) {
        List<String> found = new ArrayList<>();
        boolean spaces = delimiter.isEmpty();
        int end = spaces ? text.stripTrailing().length() : text.length();
        int at = spaces ? afterSpaces(text, 0, end) : 0;
        while (!spaces || at < end) {
            int border = spaces ? nextSpace(text, at, end) : text.indexOf(delimiter, at);
            if (border < 0 || border == end || found.size() >= most) {
                found.add(text.substring(at, end));
                break;
            }
            found.add(text.substring(at, border));
            at = spaces ? afterSpaces(text, border, end) : border + delimiter.length();
        }
        return found;
    }

    private static int afterSpaces(String text, int from, int end) {
        int at = from;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int nextSpace(String text, int from, int end) {
        int at = from;
        while (at < end && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
