/** The command that measures a model on a folder of images. */
@NullMarked
package io.acuity.cli.evaluate;

import org.jspecify.annotations.NullMarked;
