package dev.mien.app.video;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.jspecify.annotations.Nullable;

/**
 * What FFmpeg may open and how much it may take for it. Films come from anybody: demuxers that open
 * other files or addresses (concat, playlists, image sequences) and those that take any text for a
 * film are left out by naming all others; a playlist is only followed from an {@code http} address,
 * and only to such addresses.
 */
final class MediaGuard {
  /** Larger than a frame of 8K. */
  static final long MAX_PIXELS = 40_000_000;

  private static final long MAX_ALLOCATION_BYTES = 512L << 20;
  private static final String MAX_STREAMS = "32";

  private static final String CONTAINERS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,mpegvideo,m4v,h264,hevc,av1,obu,ivf,"
          + "asf,ogg,mxf,nut,dv,gif,mjpeg,rm,wtv";

  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avutil.av_max_alloc(MAX_ALLOCATION_BYTES);
  }

  private MediaGuard() {}

  /** FFmpeg's options of a film in a file. */
  static Map<String, String> file() {
    return options(CONTAINERS, "file");
  }

  /** FFmpeg's options of the address of a stream. */
  static Map<String, String> url(String url) {
    String scheme = url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http", "https" ->
          options(CONTAINERS + ",hls,mpjpeg,live_flv", "http,https,httpproxy,tcp,tls,crypto");
      case "rtsp", "rtsps" ->
          options(CONTAINERS + ",rtsp,sdp,rtp", "rtsp,rtsps,rtp,rtcp,srtp,udp,tcp,tls");
      case "rtmp", "rtmps" ->
          options(CONTAINERS + ",live_flv", "rtmp,rtmps,rtmpt,rtmpe,http,tcp,tls");
      default -> options(CONTAINERS, scheme + ",udp");
    };
  }

  /** FFmpeg's options of a device. */
  static Map<String, String> device(String format) {
    return Map.of("format_whitelist", format, "max_streams", MAX_STREAMS);
  }

  private static Map<String, String> options(String formats, String protocols) {
    return Map.of(
        "format_whitelist", formats, "protocol_whitelist", protocols, "max_streams", MAX_STREAMS);
  }

  /** What reads a location within these limits, not yet started. */
  static FFmpegFrameGrabber grabber(
      String location,
      @Nullable String format,
      Map<String, String> limits,
      Map<String, String> options) {
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(location);
    if (format != null) {
      grabber.setFormat(format);
    }
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putAll(limits);
    all.forEach(grabber::setOption);
    grabber.setVideoOption("max_pixels", String.valueOf(MAX_PIXELS));
    return grabber;
  }
}
