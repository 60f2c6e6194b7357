/** The networks that judge results, made of weights a user has put into a folder. */
@NullMarked
package io.acuity.networks.quality;

import org.jspecify.annotations.NullMarked;
