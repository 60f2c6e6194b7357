/** Model bundles (model.json and weights.safetensors), read, written and verified without DJL. */
@NullMarked
package io.acuity.checkpoints;

import org.jspecify.annotations.NullMarked;
