/** Reading PyTorch checkpoints: tensors and plain containers, nothing else can be constructed. */
@NullMarked
package io.acuity.checkpoints.pytorch;

import org.jspecify.annotations.NullMarked;
