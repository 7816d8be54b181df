package dev.mien.face;

import dev.mien.geometry.Similarity;

/**
 * A face as the expression model reads it.
 *
 * @param size side in pixels
 * @param grey {@code size * size} BT.601 luma values, row by row; not to be changed
 * @param toImage from this square to the image it was cut from
 */
public record AlignedFace(int size, byte[] grey, Similarity toImage) {}
