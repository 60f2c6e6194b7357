/** Networks as programs: written once in Java, emitted as TorchScript, run with weights as arguments. */
@NullMarked
package io.acuity.networks;

import org.jspecify.annotations.NullMarked;
