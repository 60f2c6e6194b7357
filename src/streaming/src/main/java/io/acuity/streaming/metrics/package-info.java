/** What became of jobs, in windows that add up: how trackers count them and gateways put them together. */
@NullMarked
package io.acuity.streaming.metrics;

import org.jspecify.annotations.NullMarked;
