package io.acuity.networks.idm;

/** How an {@link Idm} takes up the image it enlarges: its own way, and the two the paper compares it with. */
public enum Guidance {
    /** An encoder's features join the state, and a pyramid of them modulates the decoders, led by the scale factor. */
    PYRAMID,
    /** An encoder's features join the state; decoders are not modulated, and nothing is told the scale factor. */
    ENCODER,
    /** The enlarged image itself joins the state, as in SR3; there is neither encoder nor pyramid. */
    CONCAT
}
