/** Calls the addresses that callers named, when their jobs get somewhere: signed, retried, and never inward. */
@NullMarked
package io.acuity.gateway.webhook;

import org.jspecify.annotations.NullMarked;
