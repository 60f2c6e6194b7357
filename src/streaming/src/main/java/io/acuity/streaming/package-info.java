/** Topics and their contract. */
@NullMarked
package io.acuity.streaming;

import org.jspecify.annotations.NullMarked;
