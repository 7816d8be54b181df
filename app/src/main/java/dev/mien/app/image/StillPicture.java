package dev.mien.app.image;

import dev.mien.app.image.CodedPicture.Codec;
import dev.mien.app.image.CodedPicture.Colours;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Decodes one coded picture, and puts it onto a canvas. */
final class StillPicture {
  private StillPicture() {}

  /** Whether it could be decoded. */
  static boolean decode(CodedPicture picture, int left, int top, RgbCanvas canvas) {
    AVCodec codec = decoder(picture.codec());
    if (codec == null) {
      return false;
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    AVFrame frame = avutil.av_frame_alloc();
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      configure(context, picture);
      if (avcodec.av_new_packet(packet, picture.data().length) < 0) {
        return false;
      }
      packet.data().capacity(picture.data().length).put(picture.data());
      return avcodec.avcodec_open2(context, codec, (AVDictionary) null) >= 0
          && avcodec.avcodec_send_packet(context, packet) >= 0
          && avcodec.avcodec_send_packet(context, null) >= 0
          && avcodec.avcodec_receive_frame(context, frame) >= 0
          && frame.decode_error_flags() == 0
          && (long) frame.width() * frame.height() <= picture.mostPixels()
          && draw(frame, left, top, canvas);
    } finally {
      avcodec.av_packet_free(packet);
      avutil.av_frame_free(frame);
      avcodec.avcodec_free_context(context);
    }
  }

  private static void configure(AVCodecContext context, CodedPicture picture) {
    byte[] settings = picture.settings();
    int padded = settings.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
    BytePointer extra = new BytePointer(avutil.av_mallocz(padded)).capacity(padded);
    extra.put(settings, 0, settings.length);
    context.extradata(extra).extradata_size(settings.length); // Freed with the context.
    context.width(picture.width()).height(picture.height());
    context.thread_count(1);
    context.max_pixels(picture.mostPixels());
    Colours colours = picture.colours();
    if (colours != null) {
      context.color_primaries(colours.primaries()).color_trc(colours.transfer());
      context.colorspace(colours.matrix());
      context.color_range(colours.fullRange() ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
    }
  }

  /** FFmpeg's own AV1 decoder only works with special hardware; libaom's does everywhere. */
  private static @Nullable AVCodec decoder(Codec codec) {
    AVCodec decoder =
        codec == Codec.AV1
            ? avcodec.avcodec_find_decoder_by_name("libaom-av1")
            : avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_HEVC);
    return decoder == null || decoder.isNull() ? null : decoder;
  }

  /** Converts to RGB as the frame's own colour description says. */
  private static boolean draw(AVFrame frame, int left, int top, RgbCanvas canvas) {
    SwsContext converter = swscale.sws_alloc_context();
    AVFrame rgb = avutil.av_frame_alloc();
    try {
      rgb.format(avutil.AV_PIX_FMT_RGB24).width(frame.width()).height(frame.height());
      // Otherwise FFmpeg maps the colours of wide gamuts, for which it computes a table for
      // seconds.
      rgb.color_primaries(frame.color_primaries()).color_trc(frame.color_trc());
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
