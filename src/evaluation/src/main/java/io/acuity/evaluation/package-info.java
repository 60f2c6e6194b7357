/** Quality of a model over a folder of images. */
@NullMarked
package io.acuity.evaluation;

import org.jspecify.annotations.NullMarked;
