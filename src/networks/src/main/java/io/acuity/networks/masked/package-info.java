/** The mask-gated network of this project: an encoder that runs once per job and a trunk that sees active pixels only. */
@NullMarked
package io.acuity.networks.masked;

import org.jspecify.annotations.NullMarked;
