/**
 * Films, cameras and network streams through FFmpeg: a {@link dev.mien.app.video.VideoSource} gives
 * frames with the medium's own time stamps, {@link dev.mien.app.video.VideoSources} opens one,
 * {@link dev.mien.app.video.VideoAnalysis} shows the frames to Mien, {@link
 * dev.mien.app.video.AnnotatedVideo} writes them with boxes and bars. A source belongs to one
 * thread.
 *
 * <pre>{@code
 * try (VideoSource source = VideoSources.file(Path.of("clip.mp4"))) {
 *   VideoAnalysis analysis = new VideoAnalysis(mien.stream(), Duration.ZERO);
 *   analysis.run(source, () -> false, (frame, result, fresh) -> System.out.println(result.faces()));
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.app.video;

import org.jspecify.annotations.NullMarked;
