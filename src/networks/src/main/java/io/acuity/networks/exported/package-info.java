/**
 * Networks as TorchScript modules that were exported elsewhere. A module brings its weights and its code; only its
 * signature is known here, and checked when it is loaded.
 */
@NullMarked
package io.acuity.networks.exported;

import org.jspecify.annotations.NullMarked;
