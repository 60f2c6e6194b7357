/** The fault suite: real processes, broken on purpose under load, and the ledger of what became of every job. */
@NullMarked
package io.acuity.cli.chaos;

import org.jspecify.annotations.NullMarked;
