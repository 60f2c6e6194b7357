/** The worker service: requests in, tiles through the device, results out. */
@NullMarked
package io.acuity.worker;

import org.jspecify.annotations.NullMarked;
