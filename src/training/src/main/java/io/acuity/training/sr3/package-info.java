/** What can be chosen about SR3 and its variants, the chain it is trained on, and how masks lead its training. */
@NullMarked
package io.acuity.training.sr3;

import org.jspecify.annotations.NullMarked;
