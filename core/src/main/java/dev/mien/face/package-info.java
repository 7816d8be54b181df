/**
 * From a picture to aligned faces: a {@link dev.mien.face.FaceDetector} finds them, a {@link
 * dev.mien.face.FaceAligner} turns them upright, a {@link dev.mien.face.QualityAssessor} says how
 * well they can be seen. Detectors hold native memory until closed; all are thread-safe.
 *
 * <pre>{@code
 * import dev.mien.face.detection.BlazeFaceDetector;
 * import dev.mien.face.detection.DetectorMode;
 *
 * try (FaceDetector detector = new BlazeFaceDetector(DetectorMode.AUTO)) {
 *   FaceAligner aligner = new FaceAligner(AlignmentTemplate.FER2013, 48);
 *   detector.detect(image).forEach(face -> aligner.align(image, face));
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.face;

import org.jspecify.annotations.NullMarked;
