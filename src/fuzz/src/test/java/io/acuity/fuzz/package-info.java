/** What strangers may send, as targets of a fuzzer, and what was found with them, as tests. */
@NullMarked
package io.acuity.fuzz;

import org.jspecify.annotations.NullMarked;
