package io.acuity.cli.upscale;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Files as a form, {@code multipart/form-data} (RFC 7578), streamed from where they lie. */
final class FileForm {
    private static final String BOUNDARY = "acuity-" + UUID.randomUUID();

    /** The header that goes with it. */
    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private FileForm() {}

    /** A form of files by the names of its parts. */
    static BodyPublisher of(Map<String, Path> files) throws FileNotFoundException {
        List<BodyPublisher> parts = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            // The name of the file on this machine is nobody's business.
            parts.add(text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + file.getKey()
                    + "\"; filename=\"" + file.getKey() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(BodyPublishers.ofFile(file.getValue()));
            parts.add(text("\r\n"));
        }
        parts.add(text("--" + BOUNDARY + "--\r\n"));
        return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
    }

    private static BodyPublisher text(String text) {
        return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    }
}
