/** The commands that run services until they are stopped. */
@NullMarked
package io.acuity.cli.services;

import org.jspecify.annotations.NullMarked;
