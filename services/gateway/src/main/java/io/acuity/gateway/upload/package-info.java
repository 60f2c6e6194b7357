/** From an HTTP body to a published request. */
@NullMarked
package io.acuity.gateway.upload;

import org.jspecify.annotations.NullMarked;
