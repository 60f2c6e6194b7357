/** HTTP under TLS. */
@NullMarked
package io.acuity.gateway.tls;

import org.jspecify.annotations.NullMarked;
