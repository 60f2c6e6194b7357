/** Training of networks by this project's own programs. */
@NullMarked
package io.acuity.training;

import org.jspecify.annotations.NullMarked;
