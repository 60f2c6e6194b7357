/** Takes whole clips from their topic, has their frames upscaled by the workers, and stores the finished clips. */
@NullMarked
package io.acuity.assembler;

import org.jspecify.annotations.NullMarked;
