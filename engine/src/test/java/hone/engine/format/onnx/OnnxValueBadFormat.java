package hone.engine.format.onnx;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.format.onnx.proto.Message;
import hone.engine.format.onnx.proto.ModelReader;
import hone.engine.format.onnx.proto.ValueForm;
import hone.engine.format.onnx.reference.StoredValues;
import hone.engine.memory.MemoryBudget;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Inputs and outputs of conformance cases; what they should be stands in a file beside them. */
public final class OnnxValueBadFormat implements BadFormat {
    private static final String FILE = "input_0.pb";
    private static final String FORM = "form";

    private final List<Bad> all = new ArrayList<>();

    @Override
    public String name() {
        return "ONNX values";
    }

    private void add(String name, ValueForm form, byte[] file, String reason) {
        all.add(new Bad(name, files(form, file), reason, false));
    }

    private static Map<String, byte[]> files(ValueForm form, byte[] file) {
        return Map.of(FILE, file, FORM, form.name().getBytes(StandardCharsets.UTF_8));
    }

    private static Message tensor(long... dims) {
        return OnnxBytes.tensor("x", 1, new byte[8], dims);
    }

    @Override
    public List<Bad> bad() {
        all.clear();
        add("empty", ValueForm.TENSOR, new byte[0], "element type 0");
        add("zeros", ValueForm.TENSOR, new byte[64], "no field number 0");
        add("a text", ValueForm.TENSOR, "not a tensor".getBytes(StandardCharsets.UTF_8), "");
        add("three of two", ValueForm.TENSOR, tensor(3).toBytes(), "where 12 were due");
        add("one of two", ValueForm.TENSOR, tensor(1).toBytes(), "where 4 were due");
        add("a negative size", ValueForm.TENSOR, tensor(-2).toBytes(), "negative");
        add("rank 9", ValueForm.TENSOR, tensor(2, 1, 1, 1, 1, 1, 1, 1, 1).toBytes(), "more than 8");
        add("2^31 squared", ValueForm.TENSOR, tensor(1L << 31, 1L << 31, 8).toBytes(), "overflow");
        add("2^32 squared", ValueForm.TENSOR, tensor(1L << 32, 1L << 32).toBytes(), "overflow");
        add("2^31", ValueForm.TENSOR, tensor(1L << 31).toBytes(), "were due");
        add(
                "type 77",
                ValueForm.TENSOR,
                OnnxBytes.tensor("x", 77, new byte[8], 2).toBytes(),
                "element type 77");
        add(
                "type -1",
                ValueForm.TENSOR,
                OnnxBytes.tensor("x", -1, new byte[8], 2).toBytes(),
                "element type -1");
        add("external", ValueForm.TENSOR, tensor(2).number(14, 1).toBytes(), "another file");
        add(
                "external by name",
                ValueForm.TENSOR,
                tensor(2).message(13, new Message()).toBytes(),
                "another file");
        add(
                "a long name",
                ValueForm.TENSOR,
                tensor(2).text(8, "n".repeat(5_000)).toBytes(),
                "5000 bytes");
        add(
                "four bits, too few",
                ValueForm.TENSOR,
                OnnxBytes.tensor("x", 22, new byte[1], 3).toBytes(),
                "were due");
        add(
                "texts in bytes",
                ValueForm.TENSOR,
                OnnxBytes.tensor("x", 8, new byte[8], 2).toBytes(),
                "");
        add("a text not in UTF-8", ValueForm.TENSOR, texts(new byte[] {-1, -2}), "not UTF-8");
        add(
                "a text too few",
                ValueForm.TENSOR,
                new Message().number(1, 2).number(2, 8).text(6, "a").toBytes(),
                "due");
        add("numbers cut", ValueForm.TENSOR, listed(4, 7), "");
        add("numbers of 11 bytes", ValueForm.TENSOR, listed(7, 11), "");
        add("a map", ValueForm.OTHER, tensor(2).toBytes(), "a map or a sparse tensor");
        add(
                "a sequence of maps",
                ValueForm.SEQUENCE,
                new Message().message(6, new Message()).toBytes(),
                "a map");
        add("a sequence that is cut", ValueForm.SEQUENCE, new byte[] {0x1A, 50, 1}, "claims 50 bytes");
        add("sequences too deep", ValueForm.SEQUENCE, deep(40, 5).toBytes(), "deeper than 32");
        add("optionals too deep", ValueForm.OPTIONAL, deep(40, 7).toBytes(), "deeper than 32");
        add(
                "an optional of nothing",
                ValueForm.OPTIONAL,
                new Message().message(3, new Message()).toBytes(),
                "type 0");
        Message empty = new Message().number(2, 1).number(1, 0);
        Message many = new Message();
        for (int i = 0; i < 300_000; i++) {
            many.message(3, empty);
        }
        all.add(new Bad("300,000 empty tensors", files(ValueForm.SEQUENCE, many.toBytes()), "", true));
        return List.copyOf(all);
    }

    private static byte[] texts(byte[] text) {
        return new Message()
                .number(1, 1)
                .number(2, 8)
                .bytes(6, MemorySegment.ofArray(text))
                .toBytes();
    }

    /** A packed list of bytes that all say that more follow. */
    private static byte[] listed(int field, int bytes) {
        byte[] content = new byte[bytes];
        java.util.Arrays.fill(content, (byte) -1);
        return new Message()
                .number(1, 1)
                .number(2, field == 4 ? 1 : 7)
                .bytes(field, MemorySegment.ofArray(content))
                .toBytes();
    }

    private static Message deep(int levels, int field) {
        Message message = new Message();
        for (int i = 0; i < levels; i++) {
            message = new Message().message(field, message);
        }
        return message;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(
                files(ValueForm.TENSOR, tensor(2).toBytes()),
                files(ValueForm.TENSOR, texts("good".getBytes(StandardCharsets.UTF_8))),
                files(
                        ValueForm.SEQUENCE,
                        new Message()
                                .message(3, tensor(2))
                                .message(3, tensor(1, 2))
                                .toBytes()),
                files(ValueForm.OPTIONAL, new Message().message(3, tensor(2)).toBytes()));
    }

    @Override
    public boolean damages(String file) {
        return file.equals(FILE);
    }

    @Override
    public boolean refusesCuts() {
        return false;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) throws IOException {
        ValueForm form = ValueForm.valueOf(Files.readString(folder.resolve(FORM)));
        Path file = folder.resolve(FILE);
        StoredValues.read(ModelReader.bytes(file), file.toString(), form);
    }
}
