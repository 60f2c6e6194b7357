/** The samples of one dataset as a trainer holds them: verified, by reference, in snapshots. */
@NullMarked
package io.acuity.trainer.dataset;

import org.jspecify.annotations.NullMarked;
