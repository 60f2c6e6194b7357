/** The learned backbones of attention that a user has installed. */
@NullMarked
package io.acuity.networks.saliency;

import org.jspecify.annotations.NullMarked;
