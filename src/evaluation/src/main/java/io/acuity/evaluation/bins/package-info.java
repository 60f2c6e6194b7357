/** Quality by how much attention a pixel has. */
@NullMarked
package io.acuity.evaluation.bins;

import org.jspecify.annotations.NullMarked;
