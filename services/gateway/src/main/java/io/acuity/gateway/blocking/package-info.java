/** The bounded way off the event loop. */
@NullMarked
package io.acuity.gateway.blocking;

import org.jspecify.annotations.NullMarked;
