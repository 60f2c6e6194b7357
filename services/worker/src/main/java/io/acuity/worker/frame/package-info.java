/** Frames of clips: fetched ahead, computed in the order of their segment where they changed, stored and told. */
@NullMarked
package io.acuity.worker.frame;

import org.jspecify.annotations.NullMarked;
