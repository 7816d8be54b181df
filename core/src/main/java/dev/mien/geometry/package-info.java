/**
 * Points, boxes and similarity transforms in pixels of the upright image: origin top left, boxes
 * half open. Plain values.
 *
 * <pre>{@code
 * Box a = new Box(0, 0, 10, 10);
 * double overlap = a.intersectionOverUnion(new Box(5, 0, 10, 10));
 * }</pre>
 */
@NullMarked
package dev.mien.geometry;

import org.jspecify.annotations.NullMarked;
