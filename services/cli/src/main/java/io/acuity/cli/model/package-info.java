/** Commands about models: what there is, what it is, bringing published weights in and taking bundles out. */
@NullMarked
package io.acuity.cli.model;

import org.jspecify.annotations.NullMarked;
