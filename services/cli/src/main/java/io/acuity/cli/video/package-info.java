/** The command that upscales clips, with its progress, report and previews. */
@NullMarked
package io.acuity.cli.video;

import org.jspecify.annotations.NullMarked;
