/** Networks that others published: which there are, what their files hold, and how they become bundles. */
@NullMarked
package io.acuity.networks.published;

import org.jspecify.annotations.NullMarked;
