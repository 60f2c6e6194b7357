/** How events and the tracker's own memory become the bytes that Kafka Streams moves. */
@NullMarked
package io.acuity.tracker.records;

import org.jspecify.annotations.NullMarked;
