package hone.engine.format.onnx.proto;

import java.util.Arrays;

/** A repeated number, packed or one field each, as it grows. */
final class NumberList {
    private final ReadBudget budget;
    private long[] bits = {};
    private int count;

    NumberList(ReadBudget budget) {
        this.budget = budget;
    }

    void addWholes(MessageReader message) {
        if (!message.isPacked()) {
            add(message.number());
            return;
        }
        MessageReader list = message.content();
        while (list.hasMore()) {
            add(list.varint());
        }
    }

    void addReals(MessageReader message) {
        if (!message.isPacked()) {
            add(Float.floatToRawIntBits(message.real()));
            return;
        }
        MessageReader list = message.content();
        while (list.hasMore()) {
            add(Float.floatToRawIntBits(list.fourBytes()));
        }
    }

    private void add(long value) {
        if (count == bits.length) {
            int larger = Math.max(4, 2 * count);
            budget.charge(2L * Long.BYTES * larger);
            bits = Arrays.copyOf(bits, larger);
        }
        bits[count++] = value;
    }

    long[] wholes() {
        return Arrays.copyOf(bits, count);
    }

    float[] reals() {
        float[] reals = new float[count];
        for (int i = 0; i < count; i++) {
            reals[i] = Float.intBitsToFloat((int) bits[i]);
        }
        return reals;
    }
}
