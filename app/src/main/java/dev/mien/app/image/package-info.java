/**
 * Image formats for which Java has no decoder. A {@link dev.mien.app.image.HeifDecoder} is given to
 * a {@link dev.mien.MienBuilder} and lives as long as it. Containers are read here, so that native
 * decoders are given nothing but coded pictures whose size has been looked at.
 *
 * <pre>{@code
 * Mien mien = Mien.builder().imageDecoder(new HeifDecoder()).open();
 * }</pre>
 */
@NullMarked
package dev.mien.app.image;

import org.jspecify.annotations.NullMarked;
