/**
 * What a session says about people: {@link dev.mien.app.session.analysis.SessionAnalysis} of a
 * recording, {@link dev.mien.app.session.analysis.Comparison} of two. Every figure is weighed by
 * time and not by frames, and nothing is made up for moments in which a face could not be seen.
 *
 * <pre>{@code
 * SessionAnalysis analysis = SessionAnalysis.of(store.load(id));
 * double coverage = analysis.people().get(0).coverage();
 * }</pre>
 */
@NullMarked
package dev.mien.app.session.analysis;

import org.jspecify.annotations.NullMarked;
