/** Training images and the patches drawn from them, a function of seed and step. */
@NullMarked
package io.acuity.training.data;

import org.jspecify.annotations.NullMarked;
