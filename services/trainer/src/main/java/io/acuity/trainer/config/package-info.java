/** The trainer's configuration file. */
@NullMarked
package io.acuity.trainer.config;

import org.jspecify.annotations.NullMarked;
