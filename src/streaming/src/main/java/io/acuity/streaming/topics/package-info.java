/** The topics and what travels on them: names, keys, records, retention. Knows no Kafka client. */
@NullMarked
package io.acuity.streaming.topics;

import org.jspecify.annotations.NullMarked;
