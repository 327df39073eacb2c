package hone.engine.format.onnx.reference.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads the sets of characters between brackets. */
final class SetReader {
    private final PatternText text;
    private final EscapeReader escapes;

    SetReader(PatternText text, EscapeReader escapes) {
        this.text = text;
        this.escapes = escapes;
    }

    /** Behind an opening bracket; a closing one in front stands for itself. */
    Part set(boolean anyCase) throws PatternProblem {
        boolean not = text.next("^");
        List<IntPredicate> members = new ArrayList<>();
        while (members.isEmpty() || !text.next("]")) {
            members.add(member(anyCase));
        }
        IntPredicate any = c -> members.stream().anyMatch(member -> member.test(c));
        return new Part.One(not ? any.negate() : any, members.size());
    }

    /** One member of a set, or a range of them. */
    private IntPredicate member(boolean anyCase) throws PatternProblem {
        Optional<String> named = named();
        if (named.isPresent()) {
            String name = named.get();
            return name.startsWith("^") ? CharacterSets.posix(name.substring(1)).negate() : CharacterSets.posix(name);
        }
        if (!text.next("\\")) {
            return range(text.character(), anyCase);
        }
        int c = text.character();
        if ("dDsSwW".indexOf(c) >= 0) {
            return CharacterSets.perl((char) c);
        }
        if (c == 'p' || c == 'P') {
            return escapes.unicode(c == 'P');
        }
        return range(escapes.literal(c), anyCase);
    }

    /** The name between {@code [:} and {@code :]}, where both are there. */
    private Optional<String> named() {
        int start = text.place();
        Optional<String> name = text.next("[:") ? text.before(":]") : Optional.empty();
        if (name.isEmpty()) {
            text.backTo(start);
        }
        return name;
    }

    private IntPredicate range(int first, boolean anyCase) throws PatternProblem {
        int last = first;
        if (!text.startsWith("-]") && text.next("-")) {
            int c = text.character();
            last = c == '\\' ? escapes.literal(text.character()) : c;
            if (last < first) {
                throw PatternProblem.wrong("has a range that ends before it begins");
            }
        }
        int end = last;
        IntPredicate range = c -> c >= first && c <= end;
        return anyCase ? CharacterSets.anyCase(range) : range;
    }
}
