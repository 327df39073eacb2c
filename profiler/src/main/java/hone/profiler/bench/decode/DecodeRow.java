package hone.profiler.bench.decode;

import java.util.Map;

/**
 * How fast one transformer decodes with its weights stored in one way.
 *
 * @param model "110M"
 * @param parameters exactly
 * @param dtype of the weights: "float32", "int8", "int4"
 * @param tokensPerSecond the median over the rounds
 * @param lowest over the rounds
 * @param highest over the rounds
 * @param peerTokensPerSecond the same of each peer, in the same rounds
 * @param ratioToPeer ours divided by the peer's, the median over the rounds
 * @param sameTokens how many tokens, from the first on, the peer chose as we did; -1 where there was none
 * @param bytesPerToken of weights that a step reads
 * @param roofBytesPerSecond how fast as many bytes can be read here, measured before the rounds
 * @param roofShare the share of it that the weights reached
 * @param shares of a step's time by kind of op, largest first
 */
public record DecodeRow(
        String model,
        long parameters,
        String dtype,
        double tokensPerSecond,
        double lowest,
        double highest,
        Map<String, Double> peerTokensPerSecond,
        Map<String, Double> ratioToPeer,
        int sameTokens,
        long bytesPerToken,
        double roofBytesPerSecond,
        double roofShare,
        Map<String, Double> shares) {}
