package dev.mien.app.image;

import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.RgbImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avformat.AVStreamGroupTileGrid;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * An open HEIF file (ISO/IEC 23008-12). Its picture is one coded image, or a grid of tiles that are
 * coded one by one, as telephones write it; FFmpeg gives each tile as a stream of its own.
 */
final class HeifFile implements AutoCloseable {
  private static final int MAX_TILES = 4096;

  /** Looked at between tiles. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final double QUARTER = 90;

  private final AVFormatContext context;

  private HeifFile(AVFormatContext context) {
    this.context = context;
  }

  static HeifFile open(Path file) throws ImageException {
    AVFormatContext context = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
    avutil.av_dict_set(options, "codec_whitelist", "hevc,libaom-av1", 0);
    avutil.av_dict_set(options, "max_streams", String.valueOf(MAX_TILES), 0);
    int opened =
        avformat.avformat_open_input(
            context, "file:" + file, avformat.av_find_input_format("mov"), options);
    avutil.av_dict_free(options);
    if (opened < 0) {
      throw damaged();
    }
    // Sizes and settings stand in the container: nothing is decoded before they are checked.
    return new HeifFile(context);
  }

  private static ImageException damaged() {
    return new ImageException(Reason.DAMAGED, "the image is damaged or cut short");
  }

  /** Decodes the picture, turned upright. */
  RgbImage read(long maxPixels) throws ImageException {
    AVStreamGroup group = grid();
    return group == null ? single(maxPixels) : tiles(group, maxPixels);
  }

  /** The largest grid; smaller ones are thumbnails. */
  private @Nullable AVStreamGroup grid() {
    AVStreamGroup largest = null;
    long pixels = 0;
    for (int g = 0; g < context.nb_stream_groups(); g++) {
      AVStreamGroup group = context.stream_groups(g);
      if (group.type() == avformat.AV_STREAM_GROUP_PARAMS_TILE_GRID) {
        AVStreamGroupTileGrid grid = group.params_tile_grid();
        long own = (long) grid.width() * grid.height();
        if (own > pixels) {
          largest = group;
          pixels = own;
        }
      }
    }
    return largest;
  }

  private RgbImage single(long maxPixels) throws ImageException {
    AVStream stream = null;
    long pixels = 0;
    for (int s = 0; s < context.nb_streams(); s++) {
      AVStream each = context.streams(s);
      long own = (long) each.codecpar().width() * each.codecpar().height();
      if (each.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO && own > pixels) {
        stream = each;
        pixels = own;
      }
    }
    if (stream == null) {
      throw damaged();
    }
    int width = stream.codecpar().width();
    int height = stream.codecpar().height();
    check(width, height, maxPixels);
    RgbCanvas canvas = new RgbCanvas(width, height, 0, 0);
    decode(Map.of(stream.index(), new int[] {0, 0}), canvas);
    AVPacketSideData matrix =
        avcodec.av_packet_side_data_get(
            stream.codecpar().coded_side_data(),
            stream.codecpar().nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    return upright(canvas.image(), matrix);
  }

  private RgbImage tiles(AVStreamGroup group, long maxPixels) throws ImageException {
    AVStreamGroupTileGrid grid = group.params_tile_grid();
    check(grid.width(), grid.height(), maxPixels);
    check(grid.coded_width(), grid.coded_height(), 2 * maxPixels);
    if (grid.nb_tiles() > MAX_TILES) {
      throw damaged();
    }
    RgbCanvas canvas =
        new RgbCanvas(
            grid.width(), grid.height(), grid.horizontal_offset(), grid.vertical_offset());
    Map<Integer, int[]> places = new HashMap<>();
    for (int tile = 0; tile < grid.nb_tiles(); tile++) {
      int index = grid.offsets_idx(tile);
      if (index < 0 || index >= group.nb_streams()) {
        throw damaged();
      }
      places.put(
          group.streams(index).index(),
          new int[] {grid.offsets_horizontal(tile), grid.offsets_vertical(tile)});
    }
    decode(places, canvas);
    AVPacketSideData matrix =
        avcodec.av_packet_side_data_get(
            grid.coded_side_data(), grid.nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    return upright(canvas.image(), matrix);
  }

  private static void check(long width, long height, long maxPixels) throws ImageException {
    if (width < 1 || height < 1) {
      throw damaged();
    }
    if (width * height > maxPixels) {
      throw new ImageException(
          Reason.LIMIT,
          String.format(
              Locale.ROOT,
              "it has %d x %d pixels, more than the limit of %,d pixels",
              width,
              height,
              maxPixels));
    }
  }

  /**
   * Decodes the first picture of each stream to its place.
   *
   * @param places left and top by stream
   */
  private void decode(Map<Integer, int[]> places, RgbCanvas canvas) throws ImageException {
    Map<Integer, int[]> left = new HashMap<>(places);
    long begin = System.nanoTime();
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      while (!left.isEmpty() && avformat.av_read_frame(context, packet) >= 0) {
        if (System.nanoTime() - begin > DEADLINE.toNanos()) {
          throw new ImageException(Reason.DEADLINE, "decoding it takes too long");
        }
        int[] place = left.remove(packet.stream_index());
        if (place != null) {
          AVStream stream = context.streams(packet.stream_index());
          if (!StillPicture.decode(stream, packet, place[0], place[1], canvas)) {
            throw damaged();
          }
        }
        avcodec.av_packet_unref(packet);
      }
    } finally {
      avcodec.av_packet_free(packet);
    }
    if (!left.isEmpty()) {
      throw damaged();
    }
  }

  private static RgbImage upright(RgbImage image, @Nullable AVPacketSideData matrix) {
    if (matrix == null || matrix.isNull()) {
      return image;
    }
    double rotation = avutil.av_display_rotation_get(new IntPointer(matrix.data()));
    return Double.isNaN(rotation)
        ? image
        : image.turned(Math.floorMod(Math.round(-rotation / QUARTER), 4));
  }

  @Override
  public void close() {
    avformat.avformat_close_input(context);
  }
}
