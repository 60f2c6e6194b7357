/** Programs at rest and at work: the archive around emitted source, and the compiled form that DJL runs. */
@NullMarked
package io.acuity.networks.program;

import org.jspecify.annotations.NullMarked;
