package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** NonMaxSuppression: of boxes that overlap too much only the one with the highest score stays. */
final class Boxes implements Operator {
    /** How much two boxes overlap, in steps. */
    private static final double OVERLAP_STEPS = 60;

    @Override
    public Set<String> names() {
        return Set.of("NonMaxSuppression");
    }

    /** boxes // (batch, boxes, 4), scores // (batch, classes, boxes) to (chosen, batch index, class and box). */
    @Override
    public List<OnnxValue> run(Call call) {
        NdArray boxes = call.in(0);
        NdArray scores = call.in(1);
        if (boxes.rank() != 3
                || scores.rank() != 3
                || boxes.dim(2) != 4
                || boxes.dim(0) != scores.dim(0)
                || boxes.dim(1) != scores.dim(2)) {
            throw call.wrong("boxes " + boxes + " and scores " + scores + " do not fit one another");
        }
        long most = call.has(2) && call.in(2).count() > 0 ? call.in(2).whole(0) : 0;
        double overlap = call.has(3) && call.in(3).count() > 0 ? call.in(3).real(0) : 0;
        boolean limited = call.has(4) && call.in(4).count() > 0;
        int count = boxes.dim(1);
        List<Long> chosen = new ArrayList<>();
        call.work(scores.dim(0), scores.dim(1), 200.0 * count + 200);
        for (int row = 0; row < scores.dim(0) * scores.dim(1); row++) {
            call.room((chosen.size() + count) / 2L);
            int start = row * count;
            int batch = row / scores.dim(1);
            List<Integer> candidates = IntStream.range(0, count)
                    .filter(i -> !limited || scores.real(start + i) > call.in(4).real(0))
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -scores.real(start + i)))
                    .toList();
            List<Box> kept = new ArrayList<>();
            for (int i : candidates) {
                call.work(OVERLAP_STEPS * (kept.size() + 1.0));
                Box box = Box.of(boxes, (batch * count + i) * 4, call.flag("center_point_box", false));
                if (kept.size() < most && !overlapsAny(box, kept, overlap)) {
                    kept.add(box);
                    chosen.addAll(List.of((long) batch, (long) (row % scores.dim(1)), (long) i));
                }
            }
        }
        long[] out = chosen.stream().mapToLong(Long::longValue).toArray();
        return List.of(NdArray.ofWholes(ElementType.I64, new int[] {out.length / 3, 3}, out));
    }

    private static boolean overlapsAny(Box box, List<Box> kept, double most) {
        for (Box other : kept) {
            if (box.overlap(other) > most) {
                return true;
            }
        }
        return false;
    }

    /** Corners in any order, or centre and size; the first coordinate is y where corners are given, x otherwise. */
    private record Box(double left, double top, double right, double bottom) {
        static Box of(NdArray boxes, int at, boolean centre) {
            double a = boxes.real(at);
            double b = boxes.real(at + 1);
            double c = boxes.real(at + 2);
            double d = boxes.real(at + 3);
            return centre
                    ? new Box(a - c / 2, b - d / 2, a + c / 2, b + d / 2)
                    : new Box(Math.min(b, d), Math.min(a, c), Math.max(b, d), Math.max(a, c));
        }

        double area() {
            return (right - left) * (bottom - top);
        }

        /** Intersection over union, in single precision as thresholds are. */
        double overlap(Box other) {
            double width = Math.min(right, other.right) - Math.max(left, other.left);
            double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            if (width <= 0 || height <= 0 || area() <= 0 || other.area() <= 0) {
                return 0;
            }
            return (float) (width * height / (area() + other.area() - width * height));
        }
    }
}
