/** Who calls, and what they may do. */
@NullMarked
package io.acuity.gateway.access;

import org.jspecify.annotations.NullMarked;
