/**
 * What leaves Mien: one JSON format, the same numbers as CSV, and annotated pictures. Stateless.
 *
 * <pre>{@code
 * System.out.println(ResultJson.line(result));
 * BufferedImage picture = new Annotator(false).annotate(image, result);
 * }</pre>
 */
@NullMarked
package dev.mien.output;

import org.jspecify.annotations.NullMarked;
