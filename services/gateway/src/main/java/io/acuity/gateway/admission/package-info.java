/** Who is let in: how much is taken on at once, and how much of it any one caller may have. */
@NullMarked
package io.acuity.gateway.admission;

import org.jspecify.annotations.NullMarked;
