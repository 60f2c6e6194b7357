/** The commands about datasets: publishing folders of images as samples, listing and removing them. */
@NullMarked
package io.acuity.cli.dataset;

import org.jspecify.annotations.NullMarked;
