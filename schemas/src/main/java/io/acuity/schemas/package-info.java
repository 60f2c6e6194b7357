/** Encoding and decoding of Acuity's Avro events, one class for all topics. */
@NullMarked
package io.acuity.schemas;

import org.jspecify.annotations.NullMarked;
