/** The page for people, served from the class path; it uses the same contract as every other client. */
@NullMarked
package io.acuity.gateway.page;

import org.jspecify.annotations.NullMarked;
