/** Commands of this program in processes of their own, for what only a real process shows: a kill, a freeze, its memory. */
@NullMarked
package io.acuity.cli.child;

import org.jspecify.annotations.NullMarked;
