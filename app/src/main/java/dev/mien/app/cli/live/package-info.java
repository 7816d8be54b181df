/**
 * Commands for moving pictures: {@link dev.mien.app.cli.live.VideoCommand} and {@link
 * dev.mien.app.cli.live.CameraCommand} read them, {@link dev.mien.app.cli.live.SessionsCommand}
 * tells what was kept of them, {@link dev.mien.app.cli.live.ServeCommand} serves the page.
 *
 * <pre>{@code
 * mien video clip.mp4 --report report.html
 * }</pre>
 */
@NullMarked
package dev.mien.app.cli.live;

import org.jspecify.annotations.NullMarked;
