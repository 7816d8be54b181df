/**
 * Pictures in memory and how they get there. {@link dev.mien.image.ImageReader} turns files into
 * upright {@link dev.mien.image.RgbImage}s, which are immutable and live as long as anyone holds
 * them.
 *
 * <pre>{@code
 * RgbImage image = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS).read(Path.of("photo.jpg"));
 * int red = image.sample(0, 0, 0);
 * }</pre>
 */
@NullMarked
package dev.mien.image;

import org.jspecify.annotations.NullMarked;
