package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.op.attention.Attention;
import java.util.Optional;
import java.util.Set;

/** Attention as an operator of its own, over rows whose heads lie side by side, without a mask but the causal one. */
final class AttentionOperatorLowering implements Lowering {
    private static final double CLOSE = 1e-5;

    @Override
    public Set<String> operators() {
        return Set.of("Attention");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> queries = site.dynamic(0);
        Optional<Planned> keys = site.dynamic(1);
        Optional<Planned> values = site.dynamic(2);
        if (queries.isEmpty() || keys.isEmpty() || values.isEmpty()) {
            return Optional.empty();
        }
        if (queries.get().type().rank() != 3
                || site.has(3)
                || site.has(4)
                || site.has(5)
                || site.has(6)
                || !site.hasOneOutput()
                || site.real("softcap", 0) != 0) {
            return site.refuse("it has a mask, a past, a soft cap or heads apart");
        }
        int heads = Math.toIntExact(site.whole("q_num_heads", 1));
        int kvHeads = Math.toIntExact(site.whole("kv_num_heads", heads));
        double usual = 1 / Math.sqrt((double) queries.get().type().dim(2).max() / heads);
        if (site.hasAttribute("scale") && Math.abs(site.real("scale", usual) / usual - 1) > CLOSE) {
            return site.refuse("it scales by " + site.real("scale", usual) + " instead of " + (float) usual);
        }
        try {
            boolean causal = site.whole("is_causal", 0) != 0;
            // The operator's first query sees the first key, ours the last query the last
            if (causal && !queries.get().type().dim(1).equals(keys.get().type().dim(1))) {
                return site.refuse("it is causal over more keys than queries");
            }
            Attention op = new Attention(heads, kvHeads, causal);
            return site.apply(op, queries.get(), keys.get(), values.get());
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }
}
