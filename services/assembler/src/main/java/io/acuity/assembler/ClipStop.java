package io.acuity.assembler;

/** Why a clip in work is left before it is done. */
enum ClipStop {
    /** Its owner does not want it any more. */
    CANCELLED,
    /** Another assembler has it now, or this one closes. */
    MOVED
}
