package io.acuity.cli.video;

import io.acuity.cli.console.Console;
import io.acuity.pipeline.ClipReport;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.WriteReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells a person or a program what became of a clip. */
record VideoReport(Console console, boolean json, boolean quiet) {
    void done(ClipOutput output, ClipReport report, double seconds) {
        WriteReport written = report.written();
        written.warnings().forEach(console::note);
        long repeated = report.work().framesRepeated();
        if (repeated > 0) {
            console.note(repeated + (repeated == 1 ? " frame has" : " frames have")
                    + " no result; the one before is shown instead, and --verbose says which and why.");
        }
        if (json) {
            console.json(object(output, report, seconds));
        } else if (!quiet) {
            console.result(String.format(
                    Locale.ROOT,
                    "%s  (%d × %d, %d frames, %.1f s, %s)",
                    output.target(),
                    output.width(),
                    output.height(),
                    written.frames(),
                    seconds,
                    VideoProgress.skipped(report.work())));
        }
    }

    private static Map<String, Object> object(ClipOutput output, ClipReport report, double seconds) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("clipId", report.clipId());
        object.put("input", output.source().toString());
        object.put("output", output.target().toString());
        object.put("width", output.width());
        object.put("height", output.height());
        object.put("framesIn", report.framesIn());
        object.put("framesOut", report.written().frames());
        object.put("framesRepeated", report.work().framesRepeated());
        object.put("audioPackets", report.written().audioPackets());
        object.put("otherPackets", report.written().otherPackets());
        object.put("networkPixels", report.work().networkPixels());
        object.put("denseNetworkPixels", report.work().denseNetworkPixels());
        object.put("tiles", report.work().tiles());
        object.put("tilesReused", report.work().tilesReused());
        object.put("seconds", seconds);
        object.put("bytes", report.written().bytes());
        object.put("encoder", report.written().encoder());
        object.put("pixelFormat", report.written().pixelFormat());
        return object;
    }
}
