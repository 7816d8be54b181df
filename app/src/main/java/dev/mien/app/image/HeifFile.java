package dev.mien.app.image;

import dev.mien.app.image.CodedPicture.Codec;
import dev.mien.app.image.CodedPicture.Colours;
import dev.mien.app.image.HeifBoxes.Extent;
import dev.mien.app.image.HeifBoxes.Item;
import dev.mien.app.image.HeifBoxes.Property;
import dev.mien.image.ImageDecoder;
import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.RgbImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a HEIF file (ISO/IEC 23008-12): one coded image, or a grid of tiles that are coded
 * one by one, as telephones write it. Turning, mirroring and cropping that the file asks for are
 * done; transparency is not read. The file is taken apart here, with every place and size checked;
 * FFmpeg's decoders see nothing but the coded pictures.
 */
final class HeifFile implements ImageDecoder.Picture {
  private static final int MAX_TILES = 4096;
  private static final int MAX_SIDE = 65_535;

  /** Beyond twice the picture: the edge of tiles. */
  private static final long MORE_CODED_PIXELS = 512 * 512;

  private final byte[] file;
  private final HeifBoxes boxes;
  private final Item primary;
  private final int width;
  private final int height;

  /** Empty if the picture is no grid. */
  private final List<Integer> tiles;

  private final int columns;

  private HeifFile(byte[] file, HeifBoxes boxes) throws ImageException {
    this.file = file;
    this.boxes = boxes;
    primary = boxes.item(boxes.primary());
    if (primary.type().equals("grid")) {
      ByteBuffer grid = ByteBuffer.wrap(data(primary));
      grid.get();
      boolean wide = (grid.get() & 1) != 0;
      int rows = 1 + (grid.get() & 0xff);
      columns = 1 + (grid.get() & 0xff);
      width = side(wide ? grid.getInt() & 0xffffffffL : grid.getShort() & 0xffff);
      height = side(wide ? grid.getInt() & 0xffffffffL : grid.getShort() & 0xffff);
      tiles = boxes.parts(boxes.primary());
      if (tiles.size() != rows * columns || tiles.size() > MAX_TILES) {
        throw damaged();
      }
    } else {
      ByteBuffer size = size(primary);
      width = side(size.getInt(4) & 0xffffffffL);
      height = side(size.getInt(8) & 0xffffffffL);
      tiles = List.of();
      columns = 1;
    }
  }

  static HeifFile open(byte[] file) throws ImageException {
    try {
      return new HeifFile(file, HeifBoxes.read(file));
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw damaged(); // A box that ends early.
    }
  }

  static ImageException damaged() {
    return new ImageException(Reason.DAMAGED, "the image is damaged or cut short");
  }

  private static int side(long pixels) throws ImageException {
    if (pixels < 1 || pixels > MAX_SIDE) {
      throw damaged();
    }
    return (int) pixels;
  }

  private static ByteBuffer size(Item item) throws ImageException {
    return ByteBuffer.wrap(needed(item, "ispe"));
  }

  private static byte[] needed(Item item, String type) throws ImageException {
    byte[] content = property(item, type);
    if (content == null) {
      throw damaged();
    }
    return content;
  }

  private static byte @Nullable [] property(Item item, String type) {
    for (Property property : item.properties()) {
      if (property.type().equals(type)) {
        return property.content();
      }
    }
    return null;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public RgbImage decode(BooleanSupplier isOver) throws ImageException {
    try {
      RgbCanvas canvas = new RgbCanvas(width, height);
      if (tiles.isEmpty()) {
        draw(coded(primary), 0, 0, canvas, isOver);
      } else {
        tiles(canvas, isOver);
      }
      RgbImage image = canvas.image();
      for (Property property : primary.properties()) {
        check(isOver); // A file may ask for the same many times.
        image = transformed(image, property);
      }
      return image;
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw damaged();
    }
  }

  /** Applies a property if it is one that transforms; they count in the order of the file. */
  private static RgbImage transformed(RgbImage image, Property property) throws ImageException {
    byte[] content = property.content();
    return switch (property.type()) {
      // Quarters counter-clockwise.
      case "irot" -> image.turned((4 - (content[0] & 3)) % 4);
      // 0 exchanges top and bottom, 1 left and right.
      case "imir" -> (content[0] & 1) == 1 ? image.mirrored() : image.mirrored().turned(2);
      case "clap" -> cropped(image, ByteBuffer.wrap(content));
      default -> image;
    };
  }

  /** Width, height and the middle's distance from that of the picture, each as a fraction. */
  static RgbImage cropped(RgbImage image, ByteBuffer clap) throws ImageException {
    double width = fraction(clap);
    double height = fraction(clap);
    double left = (image.width() - width) / 2 + fraction(clap);
    double top = (image.height() - height) / 2 + fraction(clap);
    try {
      return image.part(
          (int) Math.round(left),
          (int) Math.round(top),
          (int) Math.round(width),
          (int) Math.round(height));
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static double fraction(ByteBuffer numbers) {
    return (double) numbers.getInt() / numbers.getInt();
  }

  /** One tile at a time is in memory: a file may name the same one many times. */
  private void tiles(RgbCanvas canvas, BooleanSupplier isOver) throws ImageException {
    CodedPicture first = coded(boxes.item(tiles.get(0)));
    long coded = (long) first.width() * first.height() * tiles.size();
    if (coded > 2L * width * height + MORE_CODED_PIXELS) {
      throw damaged();
    }
    for (int i = 0; i < tiles.size(); i++) {
      CodedPicture tile = coded(boxes.item(tiles.get(i)));
      if (tile.width() != first.width() || tile.height() != first.height()) {
        throw damaged();
      }
      draw(tile, i % columns * tile.width(), i / columns * tile.height(), canvas, isOver);
    }
  }

  private static void draw(
      CodedPicture picture, int left, int top, RgbCanvas canvas, BooleanSupplier isOver)
      throws ImageException {
    check(isOver);
    if (!picture.isAsDeclared() || !StillPicture.decode(picture, left, top, canvas)) {
      throw damaged();
    }
  }

  private static void check(BooleanSupplier isOver) throws ImageException {
    if (isOver.getAsBoolean()) {
      throw new ImageException(
          Reason.DEADLINE, "the image took too long to decode, or nobody waits for it");
    }
  }

  private CodedPicture coded(Item item) throws ImageException {
    Codec codec =
        switch (item.type()) {
          case "hvc1" -> Codec.HEVC;
          case "av01" -> Codec.AV1;
          default ->
              throw new ImageException(
                  Reason.FORMAT, "it is a HEIF image of a kind that is not read");
        };
    ByteBuffer size = size(item);
    return new CodedPicture(
        codec,
        side(size.getInt(4) & 0xffffffffL),
        side(size.getInt(8) & 0xffffffffL),
        needed(item, codec == Codec.HEVC ? "hvcC" : "av1C"),
        data(item),
        colours(property(item, "colr")));
  }

  private static @Nullable Colours colours(byte @Nullable [] box) {
    if (box == null || !HeifBoxes.name(ByteBuffer.wrap(box).getInt()).equals("nclx")) {
      return null;
    }
    ByteBuffer numbers = ByteBuffer.wrap(box);
    return new Colours(
        numbers.getShort(4) & 0xffff,
        numbers.getShort(6) & 0xffff,
        numbers.getShort(8) & 0xffff,
        numbers.get(10) < 0);
  }

  /** An item's bytes, of which a file may name no more than it holds. */
  private byte[] data(Item item) throws ImageException {
    long length = 0;
    for (Extent extent : item.extents()) {
      length += extent.length();
      if (extent.length() < 1 || length > file.length) {
        throw damaged();
      }
    }
    ByteBuffer data = ByteBuffer.allocate((int) length);
    for (Extent extent : item.extents()) {
      if (extent.offset() < 0 || extent.offset() > file.length - extent.length()) {
        throw damaged();
      }
      data.put(file, (int) extent.offset(), (int) extent.length());
    }
    return data.array();
  }
}
