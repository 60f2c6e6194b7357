package io.acuity.worker.upscale;

import io.acuity.imaging.Plane;

/** Where the alpha samples of a result come from. */
sealed interface AlphaSource {
    /** The picture has no alpha. */
    record None() implements AlphaSource {}

    /** The same value everywhere, such as fully opaque: nothing to refine. */
    record Constant(short value) implements AlphaSource {}

    /** A plane refined before the colours. */
    record Refined(Plane plane) implements AlphaSource {}
}
