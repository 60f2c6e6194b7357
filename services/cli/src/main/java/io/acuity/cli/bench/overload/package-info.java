/** What a gateway does when far more comes than it takes. */
@NullMarked
package io.acuity.cli.bench.overload;

import org.jspecify.annotations.NullMarked;
