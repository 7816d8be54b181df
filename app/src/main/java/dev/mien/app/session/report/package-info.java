/**
 * Sessions on paper: {@link dev.mien.app.session.report.SessionReport} is one self-contained HTML
 * page for people, {@link dev.mien.app.session.report.SessionJson} and {@link
 * dev.mien.app.session.report.SessionCsv} are for programs. All of them are stateless.
 *
 * <pre>{@code
 * Files.writeString(Path.of("report.html"), SessionReport.html(store.load(id)));
 * }</pre>
 */
@NullMarked
package dev.mien.app.session.report;

import org.jspecify.annotations.NullMarked;
