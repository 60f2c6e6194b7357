/** The commands of those who look after a cluster: its topics, its dead letters. */
@NullMarked
package io.acuity.cli.operations;

import org.jspecify.annotations.NullMarked;
