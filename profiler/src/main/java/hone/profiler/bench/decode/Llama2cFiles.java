package hone.profiler.bench.decode;

import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a transformer in the formats of karpathy/llama2.c: its version 0, float32, which {@code run} reads, and its
 * version 2, INT8 in groups, which {@code runq} reads. Numbers are little-endian. Matrices of one kind follow one another
 * layer by layer; the output reads the embedding's table.
 */
final class Llama2cFiles {
    /** "ak42". */
    private static final int MAGIC = 0x616b3432;

    private static final int INT8_VERSION = 2;
    private static final int INT8_HEADER = 256;
    private static final double ROTARY_BASE = 10_000;

    private final GptDimensions dimensions;
    private final Model model;
    private final FileChannel channel;

    private Llama2cFiles(GptDimensions dimensions, Model model, FileChannel channel) {
        this.dimensions = dimensions;
        this.model = model;
        this.channel = channel;
    }

    /** Version 0. */
    static void float32(Path file, GptDimensions dimensions, Model model) throws IOException {
        try (FileChannel channel = open(file)) {
            Llama2cFiles files = new Llama2cFiles(dimensions, model, channel);
            ByteBuffer header = buffer(7 * Integer.BYTES);
            files.put(header);
            files.write(header.flip());
            files.write(Gpt.TABLE);
            for (String matrix : new String[] {"attention.norm", "attention.q", "attention.k", "attention.v"}) {
                files.layers(matrix, false);
            }
            for (String matrix : new String[] {
                "attention.out", "feedForward.norm", "feedForward.gate", "feedForward.down", "feedForward.up"
            }) {
                files.layers(matrix, false);
            }
            files.write("norm.weight");
            files.rotation(true);
            files.rotation(false);
        }
    }

    /**
     * Version 2.
     *
     * @param model whose linear layers are INT8 with this group size, which must divide the inputs of each
     */
    static void int8(Path file, GptDimensions dimensions, Model model, int groupSize) throws IOException {
        try (FileChannel channel = open(file)) {
            Llama2cFiles files = new Llama2cFiles(dimensions, model, channel);
            ByteBuffer header = buffer(INT8_HEADER).putInt(MAGIC).putInt(INT8_VERSION);
            files.put(header);
            header.put((byte) 1).putInt(groupSize); // 1: the output reads the table
            files.write(header.position(0));
            files.layers("attention.norm", false);
            files.layers("feedForward.norm", false);
            files.write("norm.weight");
            files.write("output.weight");
            files.write("output.weight.scale");
            for (String matrix : new String[] {"attention.q", "attention.k", "attention.v", "attention.out"}) {
                files.layers(matrix, true);
            }
            for (String matrix : new String[] {"feedForward.gate", "feedForward.down", "feedForward.up"}) {
                files.layers(matrix, true);
            }
        }
    }

    /** A tokenizer whose token i is spelt "i,", so that what the binary prints says which tokens it chose. */
    static void tokenizer(Path file, int vocabulary) throws IOException {
        byte[][] pieces = new byte[vocabulary][];
        int longest = 0;
        int bytes = Integer.BYTES;
        for (int i = 0; i < vocabulary; i++) {
            pieces[i] = (i + ",").getBytes(StandardCharsets.US_ASCII);
            longest = Math.max(longest, pieces[i].length);
            bytes += Float.BYTES + Integer.BYTES + pieces[i].length;
        }
        ByteBuffer all = buffer(bytes).putInt(longest);
        for (byte[] piece : pieces) {
            all.putFloat(0).putInt(piece.length).put(piece);
        }
        try (FileChannel channel = open(file)) {
            write(channel, all.flip());
        }
    }

    private void put(ByteBuffer header) {
        header.putInt(dimensions.width()).putInt(dimensions.hidden()).putInt(dimensions.layers());
        header.putInt(dimensions.heads()).putInt(dimensions.kvHeads()).putInt(dimensions.vocabulary());
        header.putInt(dimensions.context());
    }

    private void layers(String matrix, boolean scaled) throws IOException {
        for (int layer = 0; layer < dimensions.layers(); layer++) {
            String name = "layers." + layer + "." + matrix + ".weight";
            write(name);
            if (scaled) {
                write(name + ".scale");
            }
        }
    }

    /** The cosines or sines that early versions of {@code run} read and later ones skip: (context, headDim / 2). */
    private void rotation(boolean cosine) throws IOException {
        int pairs = dimensions.headDim() / 2;
        ByteBuffer table = buffer(dimensions.context() * pairs * Float.BYTES);
        for (int position = 0; position < dimensions.context(); position++) {
            for (int pair = 0; pair < pairs; pair++) {
                double angle = position * Math.pow(ROTARY_BASE, -2.0 * pair / dimensions.headDim());
                table.putFloat((float) (cosine ? Math.cos(angle) : Math.sin(angle)));
            }
        }
        write(table.flip());
    }

    private void write(String weight) throws IOException {
        Tensor tensor = model.weight(weight);
        MemorySegment all = tensor.segment();
        long done = 0;
        while (done < all.byteSize()) {
            long part = Math.min(all.byteSize() - done, 1 << 26);
            write(all.asSlice(done, part).asByteBuffer());
            done += part;
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        write(channel, bytes);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
