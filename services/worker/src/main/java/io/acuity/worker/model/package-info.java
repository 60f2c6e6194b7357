/** The models a worker holds ready. */
@NullMarked
package io.acuity.worker.model;

import org.jspecify.annotations.NullMarked;
