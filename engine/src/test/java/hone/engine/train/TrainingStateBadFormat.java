package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.data.LabelledImages;
import hone.engine.format.SafetensorsBytes;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** States of a tiny perceptron's training with Adam, of four steps, from which it is to go on. */
public final class TrainingStateBadFormat implements BadFormat {
    private static final String FILE = "run.safetensors";
    private static final Architecture TINY =
            new Architecture("tiny", "MLP 4-3-2", "", Task.CLASSIFICATION, "x", "logits", () -> Mlp.graph(4, 3, 2));
    private static final LabelledImages SAMPLES =
            LabelledImages.wrap("tiny", 2, 2, 2, new byte[16], new byte[] {0, 1, 0, 1});
    private static final TrainingSettings SETTINGS = TrainingSettings.mlp(1)
            .withEpochs(2)
            .withBatch(2)
            .optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.01));
    private static final String VERSION = "1";
    private static final String RUN = "{\"model\":\"tiny\",\"epochs\":\"2\",\"data\":\"a\",\"start\":\"b\"}";
    private static final String POINT = """
            {"step":2,"loss":0.7,"accuracy":0.5,"heldOutLoss":null,"heldOutAccuracy":null,"learningRate":0.01,"nanos":9}""";
    private static final String STANDING = "{\"step\":3,\"sums\":{\"loss\":1.25,\"right\":1.0,\"count\":2},"
            + "\"learningRate\":0.01,\"nanos\":12,\"curve\":[" + POINT + "]}";

    @Override
    public String name() {
        return "training state";
    }

    private static byte[] file(String version, String run, String standing) {
        return withTensors(version, run, standing, "fc1.weight", "F32", 3, 4);
    }

    /** All tensors, the first as it is told. */
    private static byte[] withTensors(
            String version, String run, String standing, String first, String type, long... sizes) {
        SafetensorsBytes file = new SafetensorsBytes()
                .text("hone.training", version)
                .text("hone.training.run", run)
                .text("hone.training.standing", standing);
        file.tensor(first, type, type.equals("F16") ? 2 : 4, sizes);
        Map<String, long[]> others = new LinkedHashMap<>();
        others.put("fc1.bias", new long[] {3});
        others.put("fc2.weight", new long[] {2, 3});
        others.put("fc2.bias", new long[] {2});
        moments(file, "fc1.weight", 3, 4);
        others.forEach((name, shape) -> {
            file.tensor(name, "F32", 4, shape);
            moments(file, name, shape);
        });
        return file.file();
    }

    private static void moments(SafetensorsBytes file, String name, long... shape) {
        file.tensor(name + ".mean", "F32", 4, shape).tensor(name + ".meanSquare", "F32", 4, shape);
    }

    private static byte[] good(String standing) {
        return file(VERSION, RUN, standing);
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>();
        all.add(Bad.file(
                "no version",
                FILE,
                new SafetensorsBytes().tensor("a", "F32", 4, 2).file(),
                "keeps no"));
        all.add(Bad.file("another version", FILE, file("2", RUN, STANDING), "version 2"));
        all.add(Bad.file("a version of two lines", FILE, file("1\n2", RUN, STANDING), "version 1?2"));
        all.add(Bad.file("a long version", FILE, file("1".repeat(5_000), RUN, STANDING), "version 111"));
        for (String run : List.of("", "null", "[]", "{", "{\"model\":null}", "{\"a\":{}}", "{\"a\":1,\"a\":2}")) {
            all.add(Bad.file("facts " + run, FILE, file(VERSION, run, STANDING), ""));
        }
        all.add(Bad.file(
                "facts of 100,000 characters",
                FILE,
                file(VERSION, "{\"a\":\"" + "x".repeat(100_000) + "\"}", STANDING),
                "characters"));
        all.add(Bad.file(
                "another model", FILE, file(VERSION, RUN.replace("tiny", "m\\u0007p"), STANDING), "its model is"));
        all.add(Bad.file(
                "another setting", FILE, file(VERSION, RUN.replace("\"2\"", "\"3\""), STANDING), "its epochs is 3"));
        all.add(Bad.file("other data", FILE, file(VERSION, RUN.replace("\"a\"", "\"c\""), STANDING), "other data"));
        all.add(Bad.file(
                "other weights", FILE, file(VERSION, RUN.replace("\"b\"", "\"c\""), STANDING), "other weights"));
        all.add(Bad.file(
                "a setting too many",
                FILE,
                file(VERSION, RUN.replace("{", "{\"new\":\"1\","), STANDING),
                "the setting new"));
        standings().forEach((name, standing) -> all.add(Bad.file(name, FILE, good(standing), "")));
        all.add(tensors("a renamed tensor", "fc9.weight", "F32", 3, 4));
        all.add(tensors("a tensor of other sizes", "fc1.weight", "F32", 4, 3));
        all.add(tensors("a tensor of another type", "fc1.weight", "F16", 3, 4));
        all.add(tensors("a best weight alone", "best:fc1.weight", "F32", 3, 4));
        all.add(tensors("a best moment", "best:fc1.weight.mean", "F32", 3, 4));
        byte[] nan = good(STANDING);
        java.util.Arrays.fill(nan, nan.length - 4, nan.length, (byte) -1);
        all.add(Bad.file("a weight that is no number", FILE, nan, "is NaN"));
        return all;
    }

    private static Bad tensors(String name, String first, String type, long... sizes) {
        return Bad.file(name, FILE, withTensors(VERSION, RUN, STANDING, first, type, sizes), "another model");
    }

    private static Map<String, String> standings() {
        Map<String, String> bad = new LinkedHashMap<>();
        for (String text : List.of("", "null", "[]", "{}", "{", STANDING + "x", "[".repeat(100_000))) {
            bad.put("standing " + text.substring(0, Math.min(9, text.length())) + text.length(), text);
        }
        bad.put("no step", STANDING.replace("\"step\":3", "\"step\":0"));
        bad.put("a step before its curve", STANDING.replace("\"step\":3", "\"step\":1"));
        bad.put("a step behind the last", STANDING.replace("\"step\":3", "\"step\":5"));
        bad.put("a step that is a fraction", STANDING.replace("\"step\":3", "\"step\":3.5"));
        bad.put("a step beyond all numbers", STANDING.replace("\"step\":3", "\"step\":1e99"));
        bad.put("negative time", STANDING.replace("\"nanos\":12", "\"nanos\":-1"));
        bad.put("a negative count", STANDING.replace("\"count\":2", "\"count\":-2"));
        bad.put("no sums", STANDING.replace("{\"loss\":1.25,\"right\":1.0,\"count\":2}", "null"));
        bad.put("a text for a sum", STANDING.replace("1.25", "\"one\""));
        bad.put("a point that is null", STANDING.replace(POINT, "null"));
        bad.put("a million points that are null", STANDING.replace(POINT, "null" + ",null".repeat(700_000)));
        bad.put("a point twice", STANDING.replace(POINT, POINT + "," + POINT));
        bad.put("a point without a loss", STANDING.replace("\"loss\":0.7,", ""));
        bad.put("an unknown key", STANDING.replace("\"nanos\":12", "\"nanos\":12,\"class\":\"java.lang.Runtime\""));
        return bad;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(Map.of(FILE, good(STANDING)), Map.of(FILE, good(STANDING.replace("[" + POINT + "]", "[]"))));
    }

    @Override
    public List<String> words() {
        return List.of(
                "\\\"step\\\":",
                "\\\"nanos\\\":",
                "\\\"curve\\\":[",
                "hone.training",
                "best:",
                "null",
                "{",
                "}",
                "[",
                "]",
                "F16",
                "I64",
                "1e99",
                "-1",
                "fc1.weight");
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        Model start = Initialisation.fresh(TINY, 1, budget);
        SequencedMap<String, Object> settings = new LinkedHashMap<>(Map.of("epochs", 2));
        StateKeeper keeper = new StateKeeper(
                StateKeeping.from(folder.resolve(FILE), 0),
                StateKeeper.facts("tiny", settings, "a", "b"),
                1,
                budget,
                (_, _) -> {});
        StepPlan plan = new StepPlanning(
                        start,
                        TrainingForward.of(start.graph(), Objective.CLASSES, SETTINGS.regularization(), 1),
                        SETTINGS.optimization(),
                        new Planner(KernelCosts.typical()),
                        PlanRequest.baseline(2))
                .plan(StepMemory.PLENTY);
        try (KernelPool pool = new KernelPool(1);
                TrainingMemory memory = new TrainingMemory(budget);
                TrainingStep step = new TrainingStep(
                        plan, new Minibatch(SAMPLES, start.graph(), SETTINGS, pool, memory.data()), 1, pool, memory)) {
            keeper.resume(step);
        }
    }
}
