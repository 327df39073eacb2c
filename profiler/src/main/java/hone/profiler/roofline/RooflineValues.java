package hone.profiler.roofline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A roofline for programs. */
public final class RooflineValues {
    private RooflineValues() {}

    /** Roofs and ops, in units that the keys name. */
    public static Map<String, Object> of(Roofline roofline) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", 1);
        values.put("measuredAt", roofline.roofs().measuredAt().toString());
        values.put("roofs", roofs(roofline.roofs()));
        values.put("caches", roofline.caches());
        values.put("ops", roofline.points().stream().map(RooflineValues::op).toList());
        values.put("bytesAre", "derived");
        values.put(
                "aboveRoof", roofline.aboveRoof().stream().map(RoofPoint::name).toList());
        values.put("noise", roofline.noise());
        return values;
    }

    private static List<Map<String, Object>> roofs(Roofs roofs) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int threads : roofs.memory().keySet().stream().sorted().toList()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("threads", threads);
            row.put("float32FlopsPerSecond", roofs.flopsPerSecond(Arithmetic.FLOAT32, threads));
            row.put("int8FlopsPerSecond", roofs.flopsPerSecond(Arithmetic.INT8, threads));
            row.put("memory", roofs.memory(threads).points());
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> op(RoofPoint point) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", point.name());
        row.put("op", point.op());
        row.put("kernel", point.kernel());
        row.put("arithmetic", point.arithmetic().text());
        row.put("threads", point.threads());
        row.put("flops", point.flops());
        row.put("bytes", point.bytes());
        row.put("workingSetBytes", point.workingSetBytes());
        row.put("nanos", point.nanos());
        row.put("predictedNanos", point.predictedNanos());
        row.put("intensity", point.intensity());
        row.put("flopsRoof", point.flopsRoof());
        row.put("bytesRoof", point.bytesRoof());
        row.put("roofShare", point.judged() ? point.share() : null);
        row.put("limit", point.limit().name());
        return row;
    }
}
