/** How every service reaches Kafka: settings, topic creation, publishing and following topics. */
@NullMarked
package io.acuity.streaming;

import org.jspecify.annotations.NullMarked;
