package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The same elements in other sizes: nothing moves. */
final class Reshaping implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        return List.of(x.reshaped(
                switch (call.operator()) {
                    case "Reshape" -> reshape(call, x);
                    case "Flatten" -> flatten(call, x);
                    case "Squeeze" -> squeeze(call, x);
                    default -> unsqueeze(call, x);
                }));
    }

    /** A size of 0 takes the old one, unless {@code allowzero}; a size of -1 takes what is left. */
    private static int[] reshape(Call call, NdArray x) {
        long[] wanted = call.opset() < 5
                ? call.wholes("shape").orElseThrow(() -> call.wrong("it has no shape"))
                : call.in(1).wholes();
        int[] sizes = Dims.of(wanted);
        boolean zeros = call.flag("allowzero", false);
        int open = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open >= 0) {
                throw call.wrong("two sizes are left open in " + Arrays.toString(wanted));
            }
            if (sizes[i] == 0 && !zeros && i >= x.rank()) {
                throw call.wrong("size " + i + " is to be that of " + x + ", which has none");
            }
            if (sizes[i] == 0 && !zeros) {
                sizes[i] = x.dim(i);
            }
            if (sizes[i] == -1) {
                open = i;
            } else {
                known *= sizes[i];
            }
        }
        if (open >= 0) {
            sizes[open] = known == 0 ? 0 : (int) (x.count() / known);
        }
        return sizes;
    }

    private static int[] flatten(Call call, NdArray x) {
        long given = call.whole("axis", 1);
        int axis = (int) (given < 0 ? given + x.rank() : given);
        int[] dims = x.dims();
        if (axis < 0 || axis > x.rank()) {
            throw call.wrong("axis " + given + " of " + x.rank() + " dimensions");
        }
        return new int[] {Dims.product(dims, 0, axis), Dims.product(dims, axis, dims.length)};
    }

    private static int[] squeeze(Call call, NdArray x) {
        Set<Integer> axes = new TreeSet<>();
        if (x.rank() == 0 && call.axes(1).orElse(new long[0]).length > 0) {
            throw call.wrong("its input is a scalar, which has no axes");
        }
        call.axes(1)
                .ifPresentOrElse(
                        given -> Arrays.stream(given).forEach(axis -> axes.add(Dims.axis(axis, x.rank()))), () -> {
                            for (int i = 0; i < x.rank(); i++) {
                                if (x.dim(i) == 1) {
                                    axes.add(i);
                                }
                            }
                        });
        int[] sizes = new int[x.rank() - axes.size()];
        int next = 0;
        for (int i = 0; i < x.rank(); i++) {
            if (!axes.contains(i)) {
                sizes[next++] = x.dim(i);
            } else if (x.dim(i) != 1) {
                throw call.wrong("dimension " + i + " has size " + x.dim(i) + ", not 1");
            }
        }
        return sizes;
    }

    private static int[] unsqueeze(Call call, NdArray x) {
        long[] given = call.axes(1).orElseThrow(() -> call.wrong("it has no axes"));
        int[] sizes = new int[x.rank() + given.length];
        for (long axis : given) {
            int at = Dims.axis(axis, sizes.length);
            if (sizes[at] == -1) {
                throw call.wrong("it names axis " + axis + " twice");
            }
            sizes[at] = -1;
        }
        int next = 0;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizes[i] == -1 ? 1 : x.dim(next++);
        }
        return sizes;
    }
}
