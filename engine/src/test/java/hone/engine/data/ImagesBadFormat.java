package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.memory.MemoryBudget;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Folders of PNG and JPEG files; the checksums of damaged PNG files are made right again, so that the decoder sees them. */
public final class ImagesBadFormat implements BadFormat {
    private static final String PICTURE = "only/bad.png";
    private static final int SIGNATURE = 8;

    @Override
    public String name() {
        return "images";
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>(Corpora.of(ImageFolderTest.badPictures(), Map.of(), PICTURE));
        all.addAll(BadPictures.all());
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(
                Map.of(PICTURE, ImageFolderTest.PNG),
                Map.of(PICTURE, ImageFolderTest.COLOUR),
                Map.of(PICTURE, ImageFolderTest.JPEG),
                Map.of(PICTURE, BadPictures.palette()));
    }

    @Override
    public List<String> words() {
        return List.of(
                "IHDR",
                "IDAT",
                "IEND",
                "PLTE",
                "tRNS",
                "iCCP",
                "zTXt",
                "iTXt",
                "gAMA",
                "tIME",
                "JFIF",
                "Exif",
                "ICC_PROFILE");
    }

    @Override
    public byte[] kept(String file, byte[] damaged) {
        return withChecksums(damaged);
    }

    /** Every chunk as far as lengths lead. */
    static byte[] withChecksums(byte[] png) {
        byte[] right = png.clone();
        if (!PngStructure.isPng(right)) {
            return right;
        }
        ByteBuffer in = ByteBuffer.wrap(right);
        for (int at = SIGNATURE; at + 12 <= right.length; ) {
            long length = Integer.toUnsignedLong(in.getInt(at));
            if (length > right.length - at - 12) {
                break;
            }
            CRC32 checksum = new CRC32();
            checksum.update(right, at + 4, (int) length + 4);
            in.putInt(at + 8 + (int) length, (int) checksum.getValue());
            at += 12 + (int) length;
        }
        return right;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        DataSpec.parse("images:" + folder).load(Progress.NONE, stop);
    }
}
