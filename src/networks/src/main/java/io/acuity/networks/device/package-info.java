/** What all networks need on a device: memory the engine reads in place, failures in our terms. */
@NullMarked
package io.acuity.networks.device;

import org.jspecify.annotations.NullMarked;
