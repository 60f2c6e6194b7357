/**
 * The claim check: payloads that are too large for a record lie in a blob store under the hash of their content. A directory
 * by default, any S3 API in production.
 */
@NullMarked
package io.acuity.streaming.blob;

import org.jspecify.annotations.NullMarked;
