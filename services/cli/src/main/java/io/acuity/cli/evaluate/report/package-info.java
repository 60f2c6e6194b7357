/** What an evaluation reports: metrics by name, and files with figures, pictures and charts. */
@NullMarked
package io.acuity.cli.evaluate.report;

import org.jspecify.annotations.NullMarked;
