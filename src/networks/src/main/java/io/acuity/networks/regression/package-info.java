/** Super-resolution networks of one pass, whose published weights are read: what makes y, or stands for itself. */
@NullMarked
package io.acuity.networks.regression;

import org.jspecify.annotations.NullMarked;
