/** Samples of datasets over HTTP: taking them and removing them. */
@NullMarked
package io.acuity.gateway.dataset;

import org.jspecify.annotations.NullMarked;
