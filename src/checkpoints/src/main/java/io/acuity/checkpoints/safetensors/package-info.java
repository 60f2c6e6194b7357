/** Reading and writing the safetensors format with its order and metadata kept. */
@NullMarked
package io.acuity.checkpoints.safetensors;

import org.jspecify.annotations.NullMarked;
