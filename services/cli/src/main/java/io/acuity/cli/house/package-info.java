/** All services put together in one process. */
@NullMarked
package io.acuity.cli.house;

import org.jspecify.annotations.NullMarked;
