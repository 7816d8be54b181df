/**
 * Mien over HTTP: {@link dev.mien.app.server.MienServer} serves the API and the page. A request
 * goes through {@code AccessFilter} (host, origin, token, rate, size), waits its turn in {@code
 * WorkQueue}, is read by the one {@link dev.mien.Mien} that all share, and comes back as JSON, or
 * as {@code problem+json} (RFC 9457) if it cannot be served. A web cam is a {@code LiveStream}
 * behind a WebSocket.
 *
 * <pre>{@code
 * try (MienServer server = MienServer.start(ServerOptions.local(store))) {
 *   System.out.println("http://127.0.0.1:" + server.port());
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.app.server;

import org.jspecify.annotations.NullMarked;
