package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_AMBIENT_VIEWING_ENVIRONMENT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SPHERICAL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_STEREO3D;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc_array;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import io.acuity.video.Rational;
import io.acuity.video.decode.Chapter;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Carries what a file says about itself over to another: tags, chapters, rotation and the like. */
final class SourceTags {
    /** What a container says of its own making; the result's container says it anew. */
    private static final Set<String> OF_THE_FILE =
            Set.of("major_brand", "minor_version", "compatible_brands", "encoder", "duration");

    /** Tags that mp4 has a standard place for; any other needs its table of keys. */
    private static final Set<String> STANDARD = Set.of(
            "title",
            "artist",
            "album_artist",
            "composer",
            "album",
            "date",
            "comment",
            "genre",
            "copyright",
            "grouping",
            "lyrics",
            "description",
            "synopsis",
            "show",
            "episode_id",
            "network",
            "keywords",
            "location",
            "creation_time",
            "track",
            "disc",
            "language",
            "handler_name",
            "vendor_id",
            "timecode",
            "rotate");

    private static final List<Integer> SIDE_DATA = List.of(
            AV_PKT_DATA_DISPLAYMATRIX,
            AV_PKT_DATA_STEREO3D,
            AV_PKT_DATA_SPHERICAL,
            AV_PKT_DATA_MASTERING_DISPLAY_METADATA,
            AV_PKT_DATA_CONTENT_LIGHT_LEVEL,
            AV_PKT_DATA_AMBIENT_VIEWING_ENVIRONMENT);

    /** The two entries of a display matrix that are lengths, in 1/65536 pixels. */
    private static final int[] TRANSLATIONS = {6, 7};

    private SourceTags() {}

    /** Copies the tags of the file. */
    static void copyFileTags(AVFormatContext from, AVFormatContext to) {
        AVDictionary tags = new AVDictionary(null);
        Ffmpeg.entries(from.metadata()).forEach((key, value) -> {
            if (!OF_THE_FILE.contains(key.toLowerCase(Locale.ROOT))) {
                av_dict_set(tags, key, value, 0);
            }
        });
        to.metadata(tags);
    }

    /** Copies the tags of a stream, without statistics that another muxer left behind. */
    static void copyStreamTags(AVStream from, AVStream to) {
        AVDictionary tags = new AVDictionary(null);
        Ffmpeg.entries(from.metadata()).forEach((key, value) -> {
            if (!isStatistic(key.toUpperCase(Locale.ROOT))) {
                av_dict_set(tags, key, value, 0);
            }
        });
        to.metadata(tags);
    }

    private static boolean isStatistic(String key) {
        return key.equals("DURATION")
                || key.equals("ENCODER")
                || key.startsWith("BPS")
                || key.startsWith("NUMBER_OF_")
                || key.startsWith("_STATISTICS_");
    }

    /** Whether a file has tags that mp4 only keeps in its table of keys. */
    static boolean needsKeyTable(AVFormatContext from) {
        return Ffmpeg.entries(from.metadata()).keySet().stream()
                .map(key -> key.toLowerCase(Locale.ROOT))
                .anyMatch(key -> !STANDARD.contains(key) && !OF_THE_FILE.contains(key));
    }

    /** The chapters that start before {@code end} ticks; the last one is cut there. */
    static List<Chapter> chaptersUntil(List<Chapter> chapters, long end, Rational base) {
        if (end == Long.MAX_VALUE) {
            return chapters;
        }
        try (AVRational ours = Ffmpeg.rational(base)) {
            List<Chapter> kept = new ArrayList<>();
            for (Chapter chapter : chapters) {
                try (AVRational its = Ffmpeg.rational(chapter.timeBase())) {
                    long limit = av_rescale_q(end, ours, its);
                    if (chapter.start() < limit) {
                        kept.add(new Chapter(
                                chapter.id(),
                                chapter.start(),
                                Math.min(chapter.end(), limit),
                                chapter.timeBase(),
                                chapter.metadata()));
                    }
                }
            }
            return kept;
        }
    }

    /** Gives a file its chapters. */
    static void addChapters(List<Chapter> chapters, AVFormatContext to) {
        if (chapters.isEmpty()) {
            return;
        }
        // The context frees list and chapters with FFmpeg's own functions.
        PointerPointer<AVChapter> list =
                new PointerPointer<>(av_malloc_array(chapters.size(), Pointer.sizeof(PointerPointer.class)));
        for (int i = 0; i < chapters.size(); i++) {
            Chapter chapter = chapters.get(i);
            AVChapter made = new AVChapter(av_mallocz(Pointer.sizeof(AVChapter.class)));
            try (AVRational base = Ffmpeg.rational(chapter.timeBase())) {
                made.id(chapter.id()).time_base(base).start(chapter.start()).end(chapter.end());
            }
            made.metadata(Ffmpeg.dictionary(chapter.metadata()));
            list.put(i, made);
        }
        to.chapters(list);
        to.nb_chapters(chapters.size());
    }

    /**
     * Copies rotation, stereo and spherical layout, and the light levels of HDR.
     *
     * @param scaleX result columns per source column; lengths in the display matrix grow with it
     * @param scaleY result rows per source row
     */
    static void copySideData(AVCodecParameters from, AVCodecParameters to, double scaleX, double scaleY) {
        for (int i = 0; i < from.nb_coded_side_data(); i++) {
            AVPacketSideData entry = new AVPacketSideData(from.coded_side_data()).getPointer(i);
            if (SIDE_DATA.contains(entry.type())) {
                byte[] bytes = new byte[Math.toIntExact(entry.size())];
                entry.data().get(bytes);
                BytePointer copy = add(to, entry.type(), bytes);
                if (entry.type() == AV_PKT_DATA_DISPLAYMATRIX) {
                    enlarge(new IntPointer(copy), scaleX, scaleY);
                }
            }
        }
    }

    /** Adds side data to a stream's parameters. */
    static BytePointer add(AVCodecParameters to, int type, byte[] bytes) {
        AVPacketSideData list = new AVPacketSideData(to.coded_side_data());
        try (IntPointer count = new IntPointer(1).put(to.nb_coded_side_data())) {
            AVPacketSideData added =
                    Ffmpeg.allocated(av_packet_side_data_new(list, count, type, bytes.length, 0), "side data");
            added.data().put(bytes);
            to.coded_side_data(list);
            to.nb_coded_side_data(count.get());
            return added.data();
        }
    }

    private static void enlarge(IntPointer matrix, double scaleX, double scaleY) {
        matrix.put(TRANSLATIONS[0], (int) Math.round(matrix.get(TRANSLATIONS[0]) * scaleX));
        matrix.put(TRANSLATIONS[1], (int) Math.round(matrix.get(TRANSLATIONS[1]) * scaleY));
    }

    /** Muxer options that keep tags and times as they are. */
    static Map<String, String> muxerOptions(ClipContainer container, AVFormatContext source, int ticksPerSecond) {
        if (!container.isIsoMedia()) {
            return Map.of();
        }
        String timescale = String.valueOf(ticksPerSecond);
        return needsKeyTable(source)
                ? Map.of("video_track_timescale", timescale, "movflags", "use_metadata_tags")
                : Map.of("video_track_timescale", timescale);
    }
}
