package dev.mien.app.session.analysis;

import dev.mien.app.session.TimeRange;

/**
 * A stretch in which one expression was shown without a break.
 *
 * @param label the expression, or uncertain
 * @param stretch from onset to end
 */
public record Episode(String label, TimeRange stretch) {}
