/** How training goes, as events, metrics and pictures. */
@NullMarked
package io.acuity.trainer.progress;

import org.jspecify.annotations.NullMarked;
