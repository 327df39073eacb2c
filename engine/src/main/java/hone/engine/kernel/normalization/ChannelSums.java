package hone.engine.kernel.normalization;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sums over one channel of all samples, in doubles. A channel of one sample is a stretch of memory; samples follow in their
 * order. // x (samples, channels, places)
 */
final class ChannelSums {
    private ChannelSums() {}

    /** Σ x. */
    static double of(MemorySegment x, long samples, long channels, long places, long channel) {
        double sum = 0;
        for (long sample = 0; sample < samples; sample++) {
            long from = (sample * channels + channel) * places;
            for (long i = from; i < from + places; i++) {
                sum += x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            }
        }
        return sum;
    }

    /** Σ (x − mean)². */
    static double squares(MemorySegment x, long samples, long channels, long places, long channel, double mean) {
        double sum = 0;
        for (long sample = 0; sample < samples; sample++) {
            long from = (sample * channels + channel) * places;
            for (long i = from; i < from + places; i++) {
                double distance = x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - mean;
                sum += distance * distance;
            }
        }
        return sum;
    }

    /** Σ dy · (x − mean). */
    static double products(
            MemorySegment x, MemorySegment dy, long samples, long channels, long places, long channel, double mean) {
        double sum = 0;
        for (long sample = 0; sample < samples; sample++) {
            long from = (sample * channels + channel) * places;
            for (long i = from; i < from + places; i++) {
                sum += dy.getAtIndex(ValueLayout.JAVA_FLOAT, i) * (x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - mean);
            }
        }
        return sum;
    }
}
