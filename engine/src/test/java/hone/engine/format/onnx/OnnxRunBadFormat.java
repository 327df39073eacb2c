package hone.engine.format.onnx;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.format.onnx.reference.WrittenModel;
import hone.engine.memory.MemoryBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ONNX models that are in order and ask for too much: they are specialized and run, in bounded steps and memory.
 *
 * @param name of the format
 * @param slow whether its bad files use up the steps they are given
 * @param bad made by hand
 * @param samples for the mutator
 */
public record OnnxRunBadFormat(String name, boolean slow, List<Bad> bad, List<byte[]> samples) implements BadFormat {
    private static final String FILE = OnnxBadFormat.FILE;

    public static OnnxRunBadFormat sizes() {
        return new OnnxRunBadFormat("ONNX sizes", false, OnnxSizes.all(), OnnxSamples.all());
    }

    public static OnnxRunBadFormat work() {
        return new OnnxRunBadFormat("ONNX work", true, OnnxWork.all(), OnnxSamples.all());
    }

    /** A model of each operator, most of them by itself. */
    public static OnnxRunBadFormat operators() {
        List<Bad> bad = new ArrayList<>(OnnxOperatorWork.all());
        bad.addAll(OnnxPictures.bad());
        List<byte[]> samples = new ArrayList<>(WrittenModel.all());
        samples.addAll(OnnxPictures.samples());
        return new OnnxRunBadFormat("ONNX operators", false, bad, samples);
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return samples.stream().map(file -> Map.of(FILE, file)).toList();
    }

    @Override
    public List<String> words() {
        return OnnxSamples.WORDS;
    }

    @Override
    public boolean refusesCuts() {
        return false;
    }

    /** What a run makes is garbage soon; what is alive at once is bounded by the run, and by the heap of the process. */
    @Override
    public long allowance() {
        return 1L << 40;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        OnnxModel model = OnnxModel.read(folder.resolve(FILE));
        model.specialize(Map.of(), Map.of(), stop).run(OnnxInputs.zeros(model), stop);
        model.run(OnnxInputs.zeros(model), stop);
    }
}
