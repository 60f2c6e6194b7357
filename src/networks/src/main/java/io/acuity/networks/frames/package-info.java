/** What bundles say of the chains of models that look at whole images, read and checked. */
@NullMarked
package io.acuity.networks.frames;

import org.jspecify.annotations.NullMarked;
