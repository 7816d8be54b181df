/**
 * The public API. {@link dev.mien.Mien} takes images and gives {@link dev.mien.ImageResult}s; open
 * one, share it between all threads, close it at the end.
 *
 * <pre>{@code
 * try (Mien mien = Mien.open()) {
 *   ImageResult result = mien.analyze(Path.of("photo.jpg"));
 *   result.faces().forEach(face -> System.out.println(face.label()));
 * }
 * }</pre>
 */
@NullMarked
package dev.mien;

import org.jspecify.annotations.NullMarked;
