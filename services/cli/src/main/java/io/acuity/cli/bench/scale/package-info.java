/** How throughput grows with workers: the real lane, broker and store around devices that only take time. */
@NullMarked
package io.acuity.cli.bench.scale;

import org.jspecify.annotations.NullMarked;
