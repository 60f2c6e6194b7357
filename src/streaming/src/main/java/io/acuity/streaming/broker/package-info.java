/** A real Kafka broker inside this process, for one-process operation and for tests. */
@NullMarked
package io.acuity.streaming.broker;

import org.jspecify.annotations.NullMarked;
