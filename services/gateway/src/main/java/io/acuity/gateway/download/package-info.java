/** From a finished job to bytes over HTTP. */
@NullMarked
package io.acuity.gateway.download;

import org.jspecify.annotations.NullMarked;
