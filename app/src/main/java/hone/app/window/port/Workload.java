package hone.app.window.port;

import java.util.List;

/**
 * What is being run.
 *
 * @param id of the model, as the command line takes it: "mlp"
 * @param model short name: "MLP 784-128-64-10"
 * @param modelDetail more of it: "109,386 parameters · 218,368 FLOPs per sample"
 * @param data short name: "Generated digits"
 * @param dataDetail more of it: "4,000 held-out samples"
 * @param batches sizes to choose from, rising
 * @param batch the one to begin with
 * @param version of the model's file: another one has other weights; empty for one that ships
 */
public record Workload(
        String id,
        String model,
        String modelDetail,
        String data,
        String dataDetail,
        List<Integer> batches,
        int batch,
        String version) {
    public Workload {
        batches = List.copyOf(batches);
        if (!batches.contains(batch)) {
            throw new IllegalArgumentException("batch " + batch + " is not among " + batches);
        }
    }
}
