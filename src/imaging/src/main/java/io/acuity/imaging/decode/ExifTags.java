package io.acuity.imaging.decode;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifTiffHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a picture that decoders leave to their callers. EXIF data and TIFF files are built alike, so both are
 * read here. Damaged or absent tags have their usual values, as in every viewer.
 *
 * @param orientation EXIF orientation, 1 to 8 where it is valid
 * @param extraSamples TIFF's kind of alpha, 1 for premultiplied
 */
record ExifTags(int orientation, int extraSamples) {
    private static final ExifTags NONE = new ExifTags(1, 0);
    private static final int TAG_EXTRA_SAMPLES = 0x0152;

    static ExifTags of(byte @Nullable [] block) {
        if (block == null) {
            return NONE;
        }
        Metadata metadata = new Metadata();
        try {
            new TiffReader().processTiff(new ByteArrayReader(block), new ExifTiffHandler(metadata, null, 0), 0);
        } catch (TiffProcessingException | IOException e) {
            return NONE;
        }
        ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        return directory == null
                ? NONE
                : new ExifTags(
                        number(directory, ExifIFD0Directory.TAG_ORIENTATION, 1),
                        number(directory, TAG_EXTRA_SAMPLES, 0));
    }

    boolean premultiplied() {
        return extraSamples == 1;
    }

    private static int number(ExifIFD0Directory directory, int tag, int otherwise) {
        Integer value = directory.getInteger(tag);
        return value == null ? otherwise : value;
    }
}
