/** The command that upscales files: what is read and written where, and the conversation with a gateway. */
@NullMarked
package io.acuity.cli.upscale;

import org.jspecify.annotations.NullMarked;
