/** What a run leaves behind at intervals, and how it is taken up again. */
@NullMarked
package io.acuity.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
