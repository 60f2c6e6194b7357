/** The spans of HTTP requests, which the traces of jobs begin with or go on from. */
@NullMarked
package io.acuity.gateway.trace;

import org.jspecify.annotations.NullMarked;
