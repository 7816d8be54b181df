package dev.mien.app.session.analysis;

import dev.mien.app.session.TimeRange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session shows of one person.
 *
 * @param number from 1, in order of appearance
 * @param tracks that were taken for this person
 * @param joins how these tracks were joined, in order: one fewer than there are tracks
 * @param seenSeconds for which a face was seen
 * @param coverage share of the session for which a face was seen, 0 to 1
 * @param usableCoverage share of the session for which it was seen well enough to rely on, 0 to 1
 * @param secondsByLabel how long each expression was shown; only those that were, longest first
 * @param episodes ranges of one expression, at least half a second long, in order
 * @param transitions how often an episode of one label was followed by one of another
 * @param missing ranges in which no face was seen, at least half a second long
 * @param means over all time in which a face was seen
 * @param baseline means over the calibration, or null if there was none or no face was seen in it
 * @param relative {@code means} minus {@code baseline}, or null
 * @param curve over time
 * @param curveSeconds the length of one of the curve's intervals
 * @param secondsByReason how long each reason against relying on the face held
 * @param portrait a small PNG in Base64, or null if no images were kept
 */
public record PersonAnalysis(
    int number,
    List<Integer> tracks,
    List<Join> joins,
    double seenSeconds,
    double coverage,
    double usableCoverage,
    Map<String, Double> secondsByLabel,
    List<Episode> episodes,
    Map<String, Map<String, Integer>> transitions,
    List<TimeRange> missing,
    Means means,
    @Nullable Means baseline,
    @Nullable Means relative,
    List<CurvePoint> curve,
    double curveSeconds,
    Map<String, Double> secondsByReason,
    @Nullable String portrait) {}
