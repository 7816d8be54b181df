package dev.mien.app.session.analysis;

import java.time.Duration;

/**
 * A point of a person's curve; where nothing was seen, there is none.
 *
 * @param time the beginning of the interval
 * @param valence mean, derived, -1 to 1
 * @param arousal mean, derived, -1 to 1
 * @param ambiguity mean, 0 to 1
 */
public record CurvePoint(Duration time, double valence, double arousal, double ambiguity) {}
