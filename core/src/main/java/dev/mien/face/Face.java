package dev.mien.face;

import dev.mien.geometry.Box;

/**
 * A face that was found.
 *
 * @param box around forehead, chin and cheeks; pixels of the upright image
 * @param landmarks the key points
 * @param score how sure the detector is, 0 to 1
 */
public record Face(Box box, Landmarks landmarks, double score) {}
