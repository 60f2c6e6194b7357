/** Commands about models: bringing in published weights. */
@NullMarked
package io.acuity.cli.model;

import org.jspecify.annotations.NullMarked;
