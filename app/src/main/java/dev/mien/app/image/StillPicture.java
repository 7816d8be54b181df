package dev.mien.app.image;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.jspecify.annotations.Nullable;

/** Decodes one coded picture, which is one packet, and puts it onto a canvas. */
final class StillPicture {
  private StillPicture() {}

  /** Whether it could be decoded. */
  static boolean decode(AVStream stream, AVPacket packet, int left, int top, RgbCanvas canvas) {
    int id = stream.codecpar().codec_id();
    if (id != avcodec.AV_CODEC_ID_HEVC && id != avcodec.AV_CODEC_ID_AV1) {
      return false; // What else a container may hold is no photo.
    }
    AVCodec codec = decoder(id);
    if (codec == null) {
      return false;
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    AVFrame frame = avutil.av_frame_alloc();
    try {
      avcodec.avcodec_parameters_to_context(context, stream.codecpar());
      context.thread_count(1);
      context.max_pixels(2L * stream.codecpar().width() * stream.codecpar().height());
      return avcodec.avcodec_open2(context, codec, (AVDictionary) null) >= 0
          && avcodec.avcodec_send_packet(context, packet) >= 0
          && avcodec.avcodec_send_packet(context, null) >= 0
          && avcodec.avcodec_receive_frame(context, frame) >= 0
          && frame.decode_error_flags() == 0
          && draw(frame, left, top, canvas);
    } finally {
      avutil.av_frame_free(frame);
      avcodec.avcodec_free_context(context);
    }
  }

  /** FFmpeg's own AV1 decoder only works with special hardware; libaom's does everywhere. */
  private static @Nullable AVCodec decoder(int id) {
    AVCodec codec =
        id == avcodec.AV_CODEC_ID_AV1
            ? avcodec.avcodec_find_decoder_by_name("libaom-av1")
            : avcodec.avcodec_find_decoder(id);
    return codec == null || codec.isNull() ? null : codec;
  }

  /** Converts to RGB as the frame's own colour description says. */
  private static boolean draw(AVFrame frame, int left, int top, RgbCanvas canvas) {
    SwsContext converter = swscale.sws_alloc_context();
    AVFrame rgb = avutil.av_frame_alloc();
    try {
      rgb.format(avutil.AV_PIX_FMT_RGB24).width(frame.width()).height(frame.height());
      if (avutil.av_frame_get_buffer(rgb, 1) < 0
          || swscale.sws_scale_frame(converter, rgb, frame) < 0) {
        return false;
      }
      long bytes = (long) rgb.linesize(0) * rgb.height();
      canvas.draw(
          rgb.data(0).capacity(bytes).asByteBuffer(),
          rgb.linesize(0),
          rgb.width(),
          rgb.height(),
          left,
          top);
      return true;
    } finally {
      avutil.av_frame_free(rgb);
      swscale.sws_freeContext(converter);
    }
  }
}
