/** Networks that look at an image once per job, and at a state in each step: what they have in common. */
@NullMarked
package io.acuity.networks.guided;

import org.jspecify.annotations.NullMarked;
