/**
 * Finds faces: {@link dev.mien.face.detection.BlazeFaceDetector} reads an image in one of the
 * {@link dev.mien.face.detection.DetectorMode}s and gives boxes, six key points and scores. {@link
 * dev.mien.face.detection.CropMode} says whether a small picture may be a face as a whole.
 */
@NullMarked
package dev.mien.face.detection;

import org.jspecify.annotations.NullMarked;
