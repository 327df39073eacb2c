package hone.visualizers.latency;

import hone.visualizers.Unit;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * A logarithmic axis of nanoseconds: equal distances are equal ratios, which is what a speedup is. Its ticks are 1, 2
 * and 5 times powers of ten where the range is wide and round steps where it is narrow, each written in one unit.
 */
final class LatencyAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final int PIXELS_PER_TICK = 26;
    private static final double WIDE = 8;

    LatencyAxis() {
        super("");
        setSmallestValue(1e-3);
        setMinorTickMarksVisible(false);
        setAutoRange(false);
        setRange(1e3, 1e6); // until there are samples: a logarithm has no place for 0
    }

    /** The unit its ticks are written in. */
    Unit unit() {
        return Unit.ofNanos(getRange().getUpperBound() * 0.6);
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public List refreshTicks(Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
        double low = getRange().getLowerBound();
        double high = getRange().getUpperBound();
        int most = Math.max(2, (int) (dataArea.getHeight() / PIXELS_PER_TICK));
        Unit unit = unit();
        List<NumberTick> ticks = new ArrayList<>();
        for (double value : ticks(low, high, most)) {
            String label = BigDecimal.valueOf(value / unit.size())
                    .round(new java.math.MathContext(3))
                    .stripTrailingZeros()
                    .toPlainString();
            ticks.add(new NumberTick(value, label, TextAnchor.CENTER_RIGHT, TextAnchor.CENTER, 0));
        }
        return ticks;
    }

    /** Round values within the range, at most so many. */
    static List<Double> ticks(double low, double high, int most) {
        if (!(low > 0 && high > low && Double.isFinite(high))) {
            return List.of();
        }
        return high / low >= WIDE ? decades(low, high, most) : steps(low, high, most);
    }

    private static List<Double> decades(double low, double high, int most) {
        List<Double> best = List.of();
        for (int[] digits : new int[][] {{1, 2, 5}, {1, 3}, {1}}) {
            List<Double> values = new ArrayList<>();
            for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
                for (int digit : digits) {
                    double value = digit * Math.pow(10, power);
                    if (value >= low && value <= high) {
                        values.add(value);
                    }
                }
            }
            best = values;
            if (values.size() <= most) {
                return values;
            }
        }
        return best;
    }

    private static List<Double> steps(double low, double high, int most) {
        double raw = (high - low) / most;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * 10;
        for (double digit : new double[] {1, 2, 5}) {
            if (digit * power >= raw) {
                step = digit * power;
                break;
            }
        }
        List<Double> values = new ArrayList<>();
        for (double value = Math.ceil(low / step) * step; value <= high; value += step) {
            values.add(value);
        }
        return values;
    }
}
