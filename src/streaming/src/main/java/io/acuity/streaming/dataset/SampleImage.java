package io.acuity.streaming.dataset;

import java.nio.file.Path;

/**
 * An image file that was looked at and found to be one.
 *
 * @param file where it lies
 * @param mediaType such as {@code image/png}
 * @param width pixels, as stored
 * @param height pixels, as stored
 */
public record SampleImage(Path file, String mediaType, int width, int height) {

    String size() {
        return width + "×" + height;
    }
}
