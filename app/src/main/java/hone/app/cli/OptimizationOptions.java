package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.train.Optimization;
import hone.engine.train.Optimizer;
import hone.engine.train.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How parameters move, where it is not to be as is usual for the model. */
final class OptimizationOptions {
    private static final Optimizer.Sgd SGD = new Optimizer.Sgd(0.9f, true);
    private static final double SGD_RATE = 0.05;
    private static final double SGD_DECAY = 5e-4;
    private static final double ADAM_RATE = 0.003;
    private static final double ADAM_DECAY = 0.01;
    private static final double WARM_UP = 0.05;
    private static final double FLOOR = 0.001;

    @Option(
            names = "--optimizer",
            paramLabel = "O",
            description = "sgd (with Nesterov momentum), adam, or adamw, which has weight decay (default: the model's)")
    private @Nullable String optimizer;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "the largest (default: the model's, or 0.05 for another model's sgd and 0.003 for its adam)")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "S",
            description = "of the learning rate: constant or cosine (default: cosine)")
    private @Nullable String schedule;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            description = "of the steps, over which the learning rate rises (default: 0.05 for cosine, 0 for constant)")
    private @Nullable Double warmUp;

    @Option(names = "--weight-decay", paramLabel = "D", description = "of matrices (default: the model's)")
    private @Nullable Double weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "C",
            description = "the largest norm of all gradients together (default: the model's)")
    private @Nullable Double clip;

    void addTo(GivenOptions given) {
        given.put("--optimizer", optimizer)
                .put("--learning-rate", learningRate)
                .put("--schedule", schedule)
                .put("--warmup", warmUp)
                .put("--weight-decay", weightDecay)
                .put("--clip", clip);
    }

    /** @throws InvalidInput if one is out of its range, or two contradict each other */
    Optimization on(Optimization usual) {
        Optimization moving = withSchedule(withOptimizer(usual));
        if (learningRate != null) {
            moving = moving.withLearningRate(learningRate);
        }
        if (weightDecay != null) {
            moving = moving.withWeightDecay(weightDecay);
        }
        return clip == null ? moving : moving.withClipNorm(clip);
    }

    private Optimization withOptimizer(Optimization usual) {
        if (optimizer == null) {
            return usual;
        }
        boolean adaptive = usual.optimizer() instanceof Optimizer.Adam;
        double adamRate = adaptive ? usual.learningRate() : ADAM_RATE;
        return switch (optimizer) {
            case "sgd" -> adaptive ? usual.with(SGD, SGD_RATE).withWeightDecay(SGD_DECAY) : usual;
            case "adamw" ->
                usual.with(Optimizer.Adam.USUAL, adamRate).withWeightDecay(adaptive ? usual.weightDecay() : ADAM_DECAY);
            case "adam" -> {
                if (weightDecay != null && weightDecay > 0) {
                    throw new InvalidInput(
                            "adam has no weight decay", "--weight-decay " + weightDecay, "adamw is adam with it");
                }
                yield usual.with(Optimizer.Adam.USUAL, adamRate).withWeightDecay(0);
            }
            default -> throw unknown("--optimizer", optimizer, "sgd, adam and adamw");
        };
    }

    private Optimization withSchedule(Optimization usual) {
        Schedule before = usual.schedule();
        String kind = schedule != null ? schedule : before instanceof Schedule.Constant ? "constant" : "cosine";
        return switch (kind) {
            case "constant" -> {
                double share = before instanceof Schedule.Constant constant ? constant.warmUpShare() : 0;
                yield usual.withSchedule(new Schedule.Constant(warmUp == null ? share : warmUp));
            }
            case "cosine" -> {
                Schedule.Cosine cosine =
                        before instanceof Schedule.Cosine own ? own : new Schedule.Cosine(WARM_UP, FLOOR);
                yield usual.withSchedule(
                        new Schedule.Cosine(warmUp == null ? cosine.warmUpShare() : warmUp, cosine.floor()));
            }
            default -> throw unknown("--schedule", kind, "constant and cosine");
        };
    }

    private static InvalidInput unknown(String option, String given, String known) {
        return new InvalidInput("there is no such choice", option + " " + given, "it is none of " + known);
    }
}
