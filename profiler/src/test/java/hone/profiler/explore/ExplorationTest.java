package hone.profiler.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import hone.profiler.report.ExampleReport;
import hone.profiler.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplorationTest {
    private static final List<Point> POINTS = IntStream.rangeClosed(1, 9)
            .mapToObj(batch -> new Point(Recipe.parse("simd,threads"), batch))
            .toList();
    private static final RunReport REPORT = ExampleReport.report();

    private final List<Point> order = new ArrayList<>();
    private final List<Long> remaining = new ArrayList<>();
    private int bests;

    private final Exploration.Listener listener = new Exploration.Listener() {
        @Override
        public void begins(Point point, int done, int all, long remainingNanos) {
            assertEquals(order.size(), done);
            assertEquals(9, all);
            order.add(point);
            remaining.add(remainingNanos);
        }

        @Override
        public void measured(Cell cell, boolean best) {
            bests += best ? 1 : 0;
        }
    };

    @Test
    void allAreMeasuredInARandomOrderAndToldInTheirs() {
        Exploration.Result result =
                new Exploration(_ -> REPORT, 5, Long.MAX_VALUE).run(POINTS, listener, new Cancellation());
        assertEquals(POINTS, List.copyOf(result.cells().keySet()));
        assertEquals(Exploration.Ending.COMPLETE, result.ending());
        assertNotEquals(POINTS, order);
        assertEquals(9, order.size());
        assertEquals(1, bests, "the first is the best, and nothing is better than its like");
        List<Point> first = List.copyOf(order);
        order.clear();
        new Exploration(_ -> REPORT, 5, Long.MAX_VALUE).run(POINTS, listener, new Cancellation());
        assertEquals(first, order, "the same seed, the same order");
        assertTrue(remaining.get(3) >= 0);
    }

    @Test
    void whenTimeIsUpWhatWasMeasuredStays() {
        Exploration.Result result = new Exploration(_ -> REPORT, 5, 0).run(POINTS, listener, new Cancellation());
        assertEquals(1, result.cells().size());
        assertEquals(Exploration.Ending.OUT_OF_TIME, result.ending());
        assertTrue(result.fastest().isPresent());
    }

    @Test
    void aStopKeepsWhatWasMeasured() {
        Cancellation stop = new Cancellation();
        Exploration.Result result = new Exploration(
                        _ -> {
                            if (order.size() == 4) {
                                throw new Cancelled("the trial");
                            }
                            return REPORT;
                        },
                        5,
                        Long.MAX_VALUE)
                .run(POINTS, listener, stop);
        assertEquals(3, result.cells().size());
        assertEquals(Exploration.Ending.STOPPED, result.ending());
        stop.cancel();
        order.clear();
        assertEquals(
                0,
                new Exploration(_ -> REPORT, 5, Long.MAX_VALUE)
                        .run(POINTS, listener, stop)
                        .cells()
                        .size());
    }

    @Test
    void aPointThatIsRefusedStopsNoOther() {
        Exploration.Result result = new Exploration(
                        point -> {
                            if (point.batch() == 3) {
                                throw new InvalidInput("this recipe does not apply", "simd", "no reason");
                            }
                            return REPORT;
                        },
                        5,
                        Long.MAX_VALUE)
                .run(POINTS, listener, new Cancellation());
        assertEquals(8, result.cells().size());
        assertEquals(
                List.of("this recipe does not apply (simd): no reason"),
                List.copyOf(result.refused().values()));
        assertEquals(Exploration.Ending.COMPLETE, result.ending());
    }
}
