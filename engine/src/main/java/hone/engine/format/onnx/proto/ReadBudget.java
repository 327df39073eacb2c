package hone.engine.format.onnx.proto;

import hone.engine.InvalidInput;

/**
 * What reading one file may allocate beside the file's own bytes: as many again, and 12 MB. Everything read is charged
 * at what it takes in memory before it is made, so that a small file cannot describe a large heap.
 */
final class ReadBudget {
    private static final long SPARE_BYTES = 12L << 20;

    private final String place;
    private final long limit;
    private long charged;

    ReadBudget(String place, long fileBytes) {
        this.place = place;
        this.limit = fileBytes + SPARE_BYTES;
    }

    /** @throws InvalidInput if the file describes more than its size allows */
    void charge(long bytes) {
        charged += bytes;
        if (charged > limit) {
            throw new InvalidInput(
                    "this is not a usable ONNX file",
                    place,
                    "what it describes takes more than the " + limit + " bytes that its size allows");
        }
    }
}
