/** Model bundles: a description, its weights and their hash, in a folder or among the shipped ones. */
@NullMarked
package io.acuity.checkpoints.bundle;

import org.jspecify.annotations.NullMarked;
