package io.acuity.diffusion.preview;

/**
 * How an image stands.
 *
 * @param width of this picture, at most {@link PreviewRaster#SIDE}
 * @param height of this picture, at most {@link PreviewRaster#SIDE}
 * @param planes red, green and blue: {@code height × width} unsigned 16-bit samples each; the receiver's
 * @param stage how far the image is
 */
public record Preview(int width, int height, short[][] planes, Stage stage) {
    /**
     * How far an image is.
     *
     * @param step the step it has come to; where tiles differ, their mean, rounded up
     * @param steps of so many
     * @param tilesDone tile-steps done
     * @param tilesTotal of so many
     */
    public record Stage(int step, int steps, long tilesDone, long tilesTotal) {
        /** The stage that follows from the tile-steps alone. */
        public static Stage of(int steps, long tilesDone, long tilesTotal) {
            long step = Math.ceilDiv(tilesDone * steps, Math.max(1, tilesTotal));
            return new Stage(Math.clamp(step, 1, steps), steps, tilesDone, tilesTotal);
        }
    }
}
