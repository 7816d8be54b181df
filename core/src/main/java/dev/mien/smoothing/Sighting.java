package dev.mien.smoothing;

import dev.mien.geometry.Box;

/**
 * A face in a frame, as far as telling people apart needs it.
 *
 * @param box in pixels of the frame
 * @param appearance what the face looks like, as a vector whose direction counts; of the same
 *     length throughout a stream
 */
public record Sighting(Box box, float[] appearance) {}
