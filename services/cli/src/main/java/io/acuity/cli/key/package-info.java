/** Keys that callers of gateways show. */
@NullMarked
package io.acuity.cli.key;

import org.jspecify.annotations.NullMarked;
