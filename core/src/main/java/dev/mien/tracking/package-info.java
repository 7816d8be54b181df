/**
 * Moving pictures: who is who from frame to frame ({@link dev.mien.tracking.FaceTracker}), and
 * answers that do not flicker ({@link dev.mien.tracking.ScoreSmoother}). Time is an argument and
 * never a clock. One tracker and one smoother belong to one stream; neither is thread-safe.
 *
 * <pre>{@code
 * FaceTracker tracker = new FaceTracker(Duration.ofSeconds(1));
 * List<Integer> tracks = tracker.update(time, faces);
 * }</pre>
 */
@NullMarked
package dev.mien.tracking;

import org.jspecify.annotations.NullMarked;
