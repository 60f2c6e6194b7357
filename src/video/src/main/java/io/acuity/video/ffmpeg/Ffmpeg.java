package io.acuity.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_DICT_IGNORE_SUFFIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.acuity.video.ClipException;
import io.acuity.video.Rational;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** FFmpeg's libraries, loaded once, and small conversions between its types and ours. */
public final class Ffmpeg {
    /** What FFmpeg answers when more input is wanted: the negative of POSIX's EAGAIN, 35 on macOS. */
    public static final int AGAIN = System.getProperty("os.name", "").startsWith("Mac") ? -35 : -11;

    /** A device failed to read or write. */
    public static final int EIO = -5;

    private static final int ENOSPC = -28;
    private static final int EDQUOT = -122;
    private static final int EFBIG = -27;
    private static final int TEXT_BYTES = 256;

    static {
        // JavaCPP refuses to allocate once the whole process, PyTorch included, is larger than a multiple of the heap.
        // Everything native here is freed by its owner, so that limit would only ever hit the innocent.
        setUnlessSet("org.bytedeco.javacpp.maxBytes");
        setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes");
        av_log_set_level(AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /** Loads the libraries when this has not happened yet; the first time ever they are unpacked to JavaCPP's cache. */
    public static void load() {
        // The static initialiser did it.
    }

    /** FFmpeg's own words for an error code. */
    public static String words(int code) {
        byte[] text = new byte[TEXT_BYTES];
        av_strerror(code, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns {@code code} when it is no error; otherwise throws, with DISK_FULL where that is the cause. */
    public static int check(int code, String what) {
        if (code >= 0) {
            return code;
        }
        throw failure(code, what);
    }

    /** The exception for an error code; {@code what} is what could not be done, as "writing out.mp4". */
    public static ClipException failure(int code, String what) {
        if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
            return new ClipException(
                    ClipException.Reason.DISK_FULL,
                    "No space is left on the disk while " + what + "; free some and start again.");
        }
        return new ClipException(
                ClipException.Reason.INTERNAL, "FFmpeg failed while " + what + ": " + words(code) + ".");
    }

    /** The object, or an exception that says what there was no memory for. */
    public static <T extends org.bytedeco.javacpp.Pointer> T allocated(T pointer, String what) {
        if (pointer == null || pointer.isNull()) {
            throw new ClipException(ClipException.Reason.INTERNAL, "There is no native memory left for " + what + ".");
        }
        return pointer;
    }

    /** A fraction of FFmpeg's as ours; nonsense becomes "unknown". */
    public static Rational rational(AVRational value) {
        int numerator = value.num();
        int denominator = value.den();
        return numerator > 0 && denominator > 0 ? new Rational(numerator, denominator) : Rational.UNKNOWN;
    }

    /** A fraction of ours as FFmpeg's; closed by the caller. */
    public static AVRational rational(Rational value) {
        AVRational native_ = new AVRational();
        native_.num(value.numerator());
        native_.den(value.denominator());
        return native_;
    }

    /** The entries of a dictionary, in its order. */
    public static Map<String, String> entries(AVDictionary dictionary) {
        Map<String, String> entries = new LinkedHashMap<>();
        AVDictionaryEntry entry = av_dict_get(dictionary, "", null, AV_DICT_IGNORE_SUFFIX);
        while (entry != null && !entry.isNull()) {
            entries.put(entry.key().getString(), entry.value().getString());
            entry = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX);
        }
        return entries;
    }

    /** A dictionary with these entries; freed by the caller. */
    public static AVDictionary dictionary(Map<String, String> entries) {
        AVDictionary dictionary = new AVDictionary(null);
        entries.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        return dictionary;
    }

    private static void setUnlessSet(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "0");
        }
    }
}
