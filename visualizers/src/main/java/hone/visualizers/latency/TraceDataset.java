package hone.visualizers.latency;

import java.util.List;
import org.jfree.data.DomainOrder;
import org.jfree.data.xy.AbstractXYDataset;

/** Two already decimated lines for JFreeChart, without the copy and the object per point of its own collections. */
final class TraceDataset extends AbstractXYDataset {
    static final int BASELINE = 0;
    static final int CANDIDATE = 1;
    private static final long serialVersionUID = 1L;

    private final transient List<String> names;
    private transient Points baseline = Points.NONE;
    private transient Points candidate = Points.NONE;

    TraceDataset(String baselineName, String candidateName) {
        names = List.of(baselineName, candidateName);
    }

    /** Replaces both lines without telling the chart, which is drawn right after. */
    void set(Points baselinePoints, Points candidatePoints) {
        baseline = baselinePoints;
        candidate = candidatePoints;
    }

    private Points points(int series) {
        return series == BASELINE ? baseline : candidate;
    }

    @Override
    public int getSeriesCount() {
        return 2;
    }

    @Override
    public Comparable<String> getSeriesKey(int series) {
        return names.get(series);
    }

    @Override
    public int getItemCount(int series) {
        return points(series).size();
    }

    @Override
    public Number getX(int series, int item) {
        return points(series).xs()[item];
    }

    @Override
    public Number getY(int series, int item) {
        return points(series).ys()[item];
    }

    @Override
    public double getXValue(int series, int item) {
        return points(series).xs()[item];
    }

    @Override
    public double getYValue(int series, int item) {
        return points(series).ys()[item];
    }

    @Override
    public DomainOrder getDomainOrder() {
        return DomainOrder.ASCENDING;
    }
}
