/** HTTP in, topics out. */
@NullMarked
package io.acuity.gateway;

import org.jspecify.annotations.NullMarked;
