/** Quality of a trained chain on held-out images. */
@NullMarked
package io.acuity.training.validation;

import org.jspecify.annotations.NullMarked;
