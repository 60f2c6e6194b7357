package io.acuity.cli.evaluate.report;

import java.util.List;

/**
 * The pictures of one image in a report.
 *
 * @param image its name
 * @param overview the result, small, as a data URI
 * @param box where the detail lies, as a CSS rule for a frame over the overview
 * @param details the same detail of different pictures
 */
record PictureRow(String image, String overview, String box, List<Detail> details) {
    /**
     * A detail.
     *
     * @param title what it is of
     * @param uri the picture as a data URI
     */
    record Detail(String title, String uri) {}
}
