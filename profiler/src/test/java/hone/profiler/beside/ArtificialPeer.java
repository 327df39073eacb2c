package hone.profiler.beside;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.lowering.OnnxImport;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.Tensor;
import hone.profiler.peer.ModelPeer;
import hone.profiler.peer.OnnxSettings;
import hone.profiler.peer.PeerSession;
import hone.profiler.service.SmallWorld;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A peer that reads the exported file and runs it on our own plain plan: right, and as slow and as wrong as a test asks. */
final class ArtificialPeer implements ModelPeer {
    private final SmallWorld world;
    private final int batch;
    private final long delayNanos;
    private final UnaryOperator<Float> error;
    private Optional<String> reason = Optional.empty();
    private boolean refuses;
    int sessions;

    ArtificialPeer(SmallWorld world, int batch, long delayNanos, UnaryOperator<Float> error) {
        this.world = world;
        this.batch = batch;
        this.delayNanos = delayNanos;
        this.error = error;
    }

    ArtificialPeer unavailable(String why) {
        reason = Optional.of(why);
        return this;
    }

    ArtificialPeer refusing() {
        refuses = true;
        return this;
    }

    @Override
    public String id() {
        return "artificial";
    }

    @Override
    public Optional<String> unavailableReason() {
        return reason;
    }

    @Override
    public String version() {
        return "7.0";
    }

    @Override
    public PeerSession openJava(byte[] onnx, OnnxSettings settings) {
        return open(onnx, settings);
    }

    @Override
    public PeerSession open(byte[] onnx, OnnxSettings settings) {
        if (refuses) {
            throw new InvalidInput("the artificial peer refuses", "", "it was told to");
        }
        sessions++;
        return new Session(onnx, settings);
    }

    private final class Session implements PeerSession {
        private final OnnxSettings settings;
        private final MemoryRegion region = world.budget().open(Category.WEIGHTS, "an artificial peer");
        private final Executor executor;
        private final Map<String, Tensor> outputs = new HashMap<>();

        Session(byte[] onnx, OnnxSettings settings) {
            this.settings = settings;
            Model model = OnnxImport.lower(OnnxModel.read(onnx, "exported"), "exported", region, new Cancellation())
                    .model()
                    .orElseThrow();
            executor = Executor.open(
                    new Planner(world.environment().costs())
                            .plan(model.graph(), model.weights(), PlanRequest.baseline(batch)),
                    world.pool(),
                    world.budget());
        }

        @Override
        public OnnxSettings settings() {
            return settings;
        }

        @Override
        public PeerSession input(String name, Tensor tensor) {
            executor.bindings().input(name, tensor);
            return this;
        }

        @Override
        public PeerSession output(String name, Tensor tensor) {
            executor.bindings().output(name, tensor);
            outputs.put(name, tensor);
            return this;
        }

        @Override
        public void run() {
            long until = System.nanoTime() + delayNanos;
            executor.run();
            for (Tensor output : outputs.values()) {
                for (long i = 0; i < output.shape().elements(); i++) {
                    output.setFloat(i, error.apply(output.getFloat(i)));
                }
            }
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            sessions--;
            executor.close();
            region.close();
        }
    }
}
