/** The contract between samplers and networks. */
@NullMarked
package io.acuity.diffusion;

import org.jspecify.annotations.NullMarked;
