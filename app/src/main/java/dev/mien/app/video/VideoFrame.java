package dev.mien.app.video;

import dev.mien.image.RgbImage;
import java.time.Duration;

/**
 * A picture of a film.
 *
 * @param image upright
 * @param time the medium's own time stamp
 */
public record VideoFrame(RgbImage image, Duration time) {}
