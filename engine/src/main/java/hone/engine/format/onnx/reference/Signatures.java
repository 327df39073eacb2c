package hone.engine.format.onnx.reference;

import java.util.HashMap;
import java.util.Map;

/**
 * What the inputs of each operator may be, one word for each input. A letter says of which kind: R reals, W whole numbers, N
 * either, M these or truths, B truths, T texts, A anything, = the first input's type, ~ the second's. A digit behind it is the
 * rank, with + the least one; ! wants at least one element. The last word before … holds for all inputs from there on.
 */
final class Signatures {
    private static final String TABLE = """
            LeakyRelu Elu Selu Celu HardSigmoid ThresholdedRelu Gelu Swish ScaledTanh Affine ParametricSoftplus: R
            Shrink: N
            Add Sub Mul Div Mod PRelu: N =
            Pow: N N
            BitwiseAnd BitwiseOr BitwiseXor BitShift: W =
            Sum Mean Max Min: N = …
            Equal: A =
            Less Greater LessOrEqual GreaterOrEqual: N =
            And Or Xor: B B
            Not: B
            IsNaN IsInf: R
            BitwiseNot: W
            Clip: N =! =!
            Reshape Expand: A W
            Squeeze Unsqueeze: A W
            Tile: A N N
            DepthToSpace SpaceToDepth: A4
            ReverseSequence: A2+ W1
            Concat: A1+ = …
            Split: A1+ N
            Slice: A1+ W1 W1 W1 W1
            Gather GatherElements: A1+ W
            GatherND: A1+ W1+
            Scatter ScatterElements ScatterND: A1+ W1+ =
            TensorScatter: A2+ = W
            Pad: A W =! W
            ConstantOfShape: W1
            EyeLike: A2
            Range: N! =! =!
            OneHot: N N! A1+
            Trilu: A2+ W!
            ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2: M W
            ReduceLogSum ReduceLogSumExp ReduceSumSquare: M W
            Softmax LogSoftmax Hardmax LpNormalization: R
            ArgMax ArgMin: N1+
            CumSum CumProd: N1+ W!
            MatMul: N1+ =1+
            Gemm: N2 =2 =
            MatMulInteger: W1+ W1+ W W
            Conv ConvTranspose: R3+ =3+ =1
            ConvInteger: W3+ W3+ W! W!
            QLinearConv: W3+ R! W! W3+ R! W! R! W! W1
            MaxPool: N3+
            AveragePool LpPool: R3+
            GlobalMaxPool GlobalAveragePool GlobalLpPool: R2+
            MaxUnpool: N3+ W3+ W1
            LayerNormalization: R1+ R R
            RMSNormalization: R1+ R
            InstanceNormalization GroupNormalization: R2+ R1 R1
            MeanVarianceNormalization: R1+
            LRN: R2+
            BatchNormalization: R1+ R R R R
            QuantizeLinear: N N! N!
            DequantizeLinear: N R! =!
            DynamicQuantizeLinear: R
            QLinearMatMul: N1+ R! N! N1+ R! N! R! N!
            Where: B A ~
            NonZero: M
            Compress: A B1
            TopK: N1+ W!
            SplitToSequence: A1+ W!
            If: B!
            Loop: W! B!
            Dropout: R R! B!
            StringNormalizer StringSplit: T
            StringConcat: T T
            Resize: A1+
            Upsample: A1+ R1
            Einsum: N = …
            NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss: R2+ W =1
            RNN GRU LSTM: R3 =3 =3 =2 W1 =3 =3 =2
            Attention: R3+ =3+ R3+ A R4 R4 W1
            RotaryEmbedding: R3+ =2+ =2+ W2
            SwiGLU: R =
            GridSample: A3+ R3+
            AffineGrid: R3 W1
            DeformConv: R3+ =3+ =3+ =1 =
            Col2Im: N3 W1 W1
            DFT: R2+ W! W!
            STFT: R3 W! R1 W!
            HannWindow HammingWindow BlackmanWindow: W!
            MelWeightMatrix: W! W! W! R! R!
            NonMaxSuppression: R3 R3 W R R
            RoiAlign: R4 R2 W1
            MaxRoiPool: R4 R2
            CenterCropPad: A1+ W1
            Det: R2+
            Bernoulli: R
            Multinomial: R2
            RegexFullMatch: T
            ImageDecoder: W1
            LinearAttention: R3 R3 R3 R4 R3 R3
            CausalConvWithState: R3 =3 =1 =3
            ArrayFeatureExtractor: A1+ W!
            Binarizer Scaler Normalizer: N
            LabelEncoder: A
            TreeEnsemble: R2
            Adagrad Adam Momentum: R! W! R …
            TfIdfVectorizer: A
            Unique: A
            BitCast: A
            """;

    private static final Map<String, String[]> BY_OPERATOR = read();

    private Signatures() {}

    private static Map<String, String[]> read() {
        Map<String, String[]> signatures = new HashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] sides = line.split(": ");
            for (String operator : sides[0].split(" ")) {
                if (signatures.put(operator, sides[1].split(" ")) != null) {
                    throw new IllegalStateException(operator + " is listed twice");
                }
            }
        }
        return Map.copyOf(signatures);
    }

    /**
     * Looks an operator's inputs over.
     *
     * @throws hone.engine.InvalidInput if one is not what it must be
     */
    static void check(Call call) {
        String[] words = BY_OPERATOR.getOrDefault(call.operator(), new String[0]);
        for (int i = 0; i < call.inputs(); i++) {
            String word = word(words, i);
            if (word.isEmpty() || !call.has(i)) {
                continue;
            }
            NdArray x = call.in(i);
            if (!isOfKind(call, x, word.charAt(0))) {
                throw call.wrong("its input " + i + " is " + x + ", which is of another type than it takes");
            }
            int rank = word.length() > 1 && Character.isDigit(word.charAt(1)) ? word.charAt(1) - '0' : -1;
            boolean atLeast = word.indexOf('+') > 0;
            if (rank >= 0 && (atLeast ? x.rank() < rank : x.rank() != rank)) {
                throw call.wrong("its input " + i + " is " + x + ", which has " + x.rank() + " dimensions and not "
                        + (atLeast ? "at least " : "") + rank);
            }
            if (word.indexOf('!') > 0 && x.count() == 0) {
                throw call.wrong("its input " + i + " is empty");
            }
        }
    }

    private static String word(String[] words, int input) {
        boolean rest = words.length > 0 && words[words.length - 1].equals("…");
        int last = words.length - (rest ? 2 : 1);
        return input <= last ? words[input] : rest ? words[last] : "";
    }

    private static boolean isOfKind(Call call, NdArray x, char kind) {
        return switch (kind) {
            case 'R' -> x.type().isReal();
            case 'W' -> x.type().isWhole();
            case 'N' -> x.type().isReal() || x.type().isWhole();
            case 'M' -> !x.type().isText();
            case 'B' -> x.type() == hone.engine.format.onnx.proto.ElementType.BOOL;
            case 'T' -> x.type().isText();
            case '=' -> !call.has(0) || x.type() == call.in(0).type();
            case '~' -> !call.has(1) || x.type() == call.in(1).type();
            default -> true;
        };
    }
}
