/**
 * HTTP in, topics out. The contract {@code openapi.yaml} names the operations; each has a handler in a package of its own
 * feature, and every refusal ends in one failure handler.
 */
@NullMarked
package io.acuity.gateway;

import org.jspecify.annotations.NullMarked;
