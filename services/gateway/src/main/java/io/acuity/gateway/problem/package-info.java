/** Everything the gateway refuses, as one sealed hierarchy, and the one place that turns it into an answer (RFC 9457). */
@NullMarked
package io.acuity.gateway.problem;

import org.jspecify.annotations.NullMarked;
