/**
 * Sessions: what a stream showed, kept. {@link dev.mien.app.session.SessionStore} holds them in
 * SQLite or PostgreSQL, {@link dev.mien.app.session.SessionRecorder} writes a running one such that
 * a crash loses less than a second, and {@link dev.mien.app.session.Recording} is one in memory:
 * what {@code dev.mien.app.session.analysis} reads. No picture is kept unless asked for.
 *
 * <pre>{@code
 * try (SessionStore store = SessionStore.open(url);
 *     SessionRecorder recorder = store.start(new NewSession("interview 7", "camera", "base"))) {
 *   recorder.add(stream.analyze(frame, time), List.of());
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.app.session;

import org.jspecify.annotations.NullMarked;
