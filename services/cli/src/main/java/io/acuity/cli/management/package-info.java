/** The management port of services: whether they live and are ready, and their metrics; apart from what is public. */
@NullMarked
package io.acuity.cli.management;

import org.jspecify.annotations.NullMarked;
