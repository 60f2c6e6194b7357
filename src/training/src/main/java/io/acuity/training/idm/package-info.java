/** Training of IDM: what is said about it, and its two phases. */
@NullMarked
package io.acuity.training.idm;

import org.jspecify.annotations.NullMarked;
