package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.reference.pattern.Automaton;
import hone.engine.format.onnx.reference.pattern.PatternProblem;
import java.util.List;
import java.util.Set;

/** RegexFullMatch: whether a pattern in RE2's syntax matches all of each text. */
final class FullMatches implements Operator {
    /** One character in one state of the automaton. */
    private static final double STATE_STEPS = 30;

    @Override
    public Set<String> names() {
        return Set.of("RegexFullMatch");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        Automaton automaton = automaton(call);
        long[] out = new long[x.count()];
        for (int i = 0; i < out.length; i++) {
            call.work(x.text(i).length() + 1.0, (double) automaton.size(), STATE_STEPS);
            out[i] = automaton.matches(x.text(i)) ? 1 : 0;
        }
        return List.of(NdArray.ofWholes(ElementType.BOOL, x.dims(), out));
    }

    private static Automaton automaton(Call call) {
        try {
            return Automaton.of(call.text("pattern", ""));
        } catch (PatternProblem e) {
            throw e.isValid() ? call.unavailable(e.why()) : call.wrong(e.why());
        }
    }
}
