package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Nodes that compute graphs of their own: a choice, a loop, a scan over an axis, a map over sequences. */
final class ControlFlow implements Operator {
    private static final long MAX_ITERATIONS = 10_000_000;

    @Override
    public Set<String> names() {
        return Set.of("If", "Loop", "Scan", "SequenceMap");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return switch (call.operator()) {
            case "If" -> call.run(call.in(0).truth(0) ? "then_branch" : "else_branch", List.of());
            case "Loop" -> loop(call);
            case "Scan" -> scan(call);
            default -> map(call);
        };
    }

    /** Body: (iteration, condition, carried…) to (condition, carried…, scanned…). */
    private static List<OnnxValue> loop(Call call) {
        long trips = call.has(0) ? call.in(0).whole(0) : Long.MAX_VALUE;
        boolean goesOn = !call.has(1) || call.in(1).truth(0);
        List<OnnxValue> carried = new ArrayList<>();
        for (int i = 2; i < call.inputs(); i++) {
            carried.add(call.value(i));
        }
        List<List<NdArray>> scanned = new ArrayList<>();
        for (int i = carried.size(); i < call.outputs(); i++) {
            scanned.add(new ArrayList<>());
        }
        long held = 0;
        for (long iteration = 0; iteration < trips && goesOn; iteration++) {
            if (iteration == MAX_ITERATIONS) {
                throw call.unavailable("it goes round more than " + MAX_ITERATIONS + " times");
            }
            List<OnnxValue> arguments = new ArrayList<>();
            arguments.add(NdArray.ofWholes(ElementType.I64, new int[0], iteration));
            arguments.add(NdArray.ofWholes(ElementType.BOOL, new int[0], 1));
            arguments.addAll(carried);
            List<OnnxValue> results = results(call, arguments, 1 + carried.size() + scanned.size());
            goesOn = tensor(call, results.getFirst()).truth(0);
            for (int i = 0; i < scanned.size(); i++) {
                scanned.get(i).add(kept(call, results.get(1 + carried.size() + i)));
            }
            carried = new ArrayList<>(results.subList(1, 1 + carried.size()));
            held = call.frame().holdInstead(held, carried);
        }
        int results = 1 + carried.size();
        for (int i = 0; i < scanned.size(); i++) {
            List<NdArray> each = scanned.get(i);
            carried.add(each.isEmpty() ? call.emptyOutput("body", results + i) : stacked(call, each, 0, false));
        }
        return carried;
    }

    private static List<OnnxValue> results(Call call, List<OnnxValue> arguments, int due) {
        List<OnnxValue> results = call.run("body", arguments);
        if (results.size() < due) {
            throw call.wrong("its body has " + results.size() + " outputs where " + due + " were due");
        }
        return results;
    }

    private static NdArray tensor(Call call, OnnxValue value) {
        if (value instanceof NdArray array) {
            return array;
        }
        throw call.wrong("its body gives what is no tensor");
    }

    /** A result that is kept until all are put together. */
    private static NdArray kept(Call call, OnnxValue value) {
        call.frame().hold(value);
        return tensor(call, value);
    }

    private static NdArray stacked(Call call, List<NdArray> parts, int axis, boolean backwards) {
        if (parts.isEmpty()) {
            return NdArray.zeros(ElementType.F32, 0);
        }
        List<NdArray> ordered = (backwards ? parts.reversed() : parts)
                .stream()
                        .map(part -> part.reshaped(Dims.with(part.dims(), axis, 1)))
                        .toList();
        return Joining.concat(call, ordered, axis);
    }

    /** Body: (state…, slice of each scanned input) to (state…, slice of each scanned output). */
    private static List<OnnxValue> scan(Call call) {
        if (call.opset() < 9) {
            return batchedScan(call);
        }
        List<OnnxValue> all = new ArrayList<>();
        for (int i = 0; i < call.inputs(); i++) {
            all.add(call.value(i));
        }
        return scan(call, all);
    }

    private static List<OnnxValue> scan(Call call, List<OnnxValue> given) {
        int scannedInputs = (int) call.whole("num_scan_inputs", 1);
        int states = given.size() - scannedInputs;
        if (scannedInputs < 1 || states < 0 || call.outputs() < states) {
            throw call.wrong(given.size() + " inputs, of which " + scannedInputs + " are scanned, and " + call.outputs()
                    + " outputs");
        }
        int outputs = call.outputs() - states;
        int[] outputBackwards = call.sizes("scan_output_directions", outputs, 0);
        int[] outputAxes = call.sizes("scan_output_axes", outputs, 0);
        List<OnnxValue> state = new ArrayList<>(given.subList(0, states));
        List<List<NdArray>> scanned = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            scanned.add(new ArrayList<>());
        }
        Scanned scan = Scanned.of(call, given.subList(states, given.size()));
        for (int step = 0; step < scan.length; step++) {
            List<OnnxValue> arguments = new ArrayList<>(state);
            arguments.addAll(scan.slices(step));
            List<OnnxValue> results = results(call, arguments, states + outputs);
            state = new ArrayList<>(results.subList(0, states));
            for (int i = 0; i < outputs; i++) {
                scanned.get(i).add(kept(call, results.get(states + i)));
            }
        }
        for (int i = 0; i < outputs; i++) {
            List<NdArray> parts = scanned.get(i);
            int rank = parts.isEmpty() ? 1 : parts.getFirst().rank() + 1;
            state.add(stacked(call, parts, Dims.axis(outputAxes[i], rank), outputBackwards[i] != 0));
        }
        return state;
    }

    /** The inputs that are scanned, each along an axis and from one of its ends; all as long as the first. */
    private record Scanned(List<NdArray> inputs, int[] axes, int[] backwards, int length) {
        static Scanned of(Call call, List<OnnxValue> given) {
            List<NdArray> inputs =
                    given.stream().map(value -> tensor(call, value)).toList();
            int[] axes = call.sizes("scan_input_axes", inputs.size(), 0);
            int[] backwards = call.sizes(call.opset() < 9 ? "directions" : "scan_input_directions", inputs.size(), 0);
            NdArray first = inputs.getFirst();
            if (first.rank() == 0) {
                throw call.wrong("it scans a scalar");
            }
            return new Scanned(inputs, axes, backwards, first.dim(Dims.axis(axes[0], first.rank())));
        }

        List<OnnxValue> slices(int step) {
            List<OnnxValue> slices = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                NdArray x = inputs.get(i);
                int axis = Dims.axis(axes[i], x.rank());
                int at = backwards[i] != 0 ? length - 1 - step : step;
                slices.add(x.part(axis, at, at + 1).reshaped(Dims.without(x.dims(), axis)));
            }
            return slices;
        }
    }

    /** Version 8 had a batch in front of everything, and optional lengths as its first input. */
    private static List<OnnxValue> batchedScan(Call call) {
        if (call.has(0)) {
            throw call.unavailable("sequences of different lengths are not computed");
        }
        for (int i = 1; i < call.inputs(); i++) {
            if (call.in(i).rank() == 0 || call.in(i).dim(0) != call.in(1).dim(0)) {
                throw call.wrong("its inputs " + call.in(1) + " and " + call.in(i) + " do not share a batch");
            }
        }
        int batch = call.in(1).dim(0);
        List<List<NdArray>> results = new ArrayList<>();
        for (int i = 0; i < call.outputs(); i++) {
            results.add(new ArrayList<>());
        }
        for (int sample = 0; sample < batch; sample++) {
            List<OnnxValue> given = new ArrayList<>();
            for (int i = 1; i < call.inputs(); i++) {
                NdArray x = call.in(i);
                given.add(x.part(0, sample, sample + 1).reshaped(Dims.without(x.dims(), 0)));
            }
            List<OnnxValue> outputs = scan(call, given);
            for (int i = 0; i < results.size(); i++) {
                results.get(i).add(kept(call, outputs.get(i)));
            }
        }
        return new ArrayList<>(
                results.stream().map(each -> stacked(call, each, 0, false)).toList());
    }

    private static OnnxValue item(Call call, List<OnnxValue> values, int at) {
        return values.get(Gathering.index(call, at, values.size()));
    }

    private static List<OnnxValue> map(Call call) {
        List<OnnxValue> first = Sequences.sequence(call);
        List<List<OnnxValue>> results = new ArrayList<>();
        for (int i = 0; i < call.outputs(); i++) {
            results.add(new ArrayList<>());
        }
        for (int at = 0; at < first.size(); at++) {
            List<OnnxValue> arguments = new ArrayList<>();
            for (int i = 0; i < call.inputs(); i++) {
                arguments.add(
                        call.value(i) instanceof OnnxValue.Sequence(var values)
                                ? item(call, values, at)
                                : call.value(i));
            }
            List<OnnxValue> outputs = call.run("body", arguments);
            for (int i = 0; i < results.size(); i++) {
                call.frame().hold(outputs.get(i));
                results.get(i).add(outputs.get(i));
            }
        }
        return new ArrayList<>(results.stream().map(OnnxValue.Sequence::new).toList());
    }
}
