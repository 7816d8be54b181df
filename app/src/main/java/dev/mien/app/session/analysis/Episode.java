package dev.mien.app.session.analysis;

import dev.mien.app.session.TimeRange;

/**
 * A range in which one expression was shown without a break.
 *
 * @param label the expression, or uncertain
 * @param range from onset to end
 */
public record Episode(String label, TimeRange range) {}
