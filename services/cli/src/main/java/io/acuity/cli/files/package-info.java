/** Files that commands write: whole or not at all. */
@NullMarked
package io.acuity.cli.files;

import org.jspecify.annotations.NullMarked;
