package dev.mien.app.image;

import dev.mien.image.ImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The box {@code meta} of a HEIF file (ISO/IEC 14496-12, 8.11): which items there are, where their
 * bytes lie, and what belongs to what. Of all these there are at most {@value #MAX_ENTRIES}. A box
 * that ends early shows as an {@link IndexOutOfBoundsException} or a {@link
 * java.nio.BufferUnderflowException}.
 */
final class HeifBoxes {
  private static final int HEADER = 8;
  private static final int MAX_ENTRIES = 100_000;

  /** An item's bytes lie in the file (0), in the box {@code idat} (1), or in another item. */
  private static final int IN_IDAT = 1;

  /** Where bytes of an item lie in the file. */
  record Extent(long offset, long length) {}

  /** What is said of items. */
  record Property(String type, byte[] content) {}

  /** Something that is stored: a coded image, a grid, metadata. */
  record Item(String type, List<Extent> extents, List<Property> properties) {}

  private final Map<Integer, Item> items = new HashMap<>();
  private final Map<Integer, List<Integer>> parts = new HashMap<>();
  private final List<Property> properties = new ArrayList<>();
  private int primary;
  private int entries;

  /** Where {@code idat} begins in the file; beyond any file if there is none. */
  private long inside = Integer.MAX_VALUE;

  private HeifBoxes() {}

  static HeifBoxes read(byte[] file) throws ImageException {
    HeifBoxes boxes = new HeifBoxes();
    boolean found = false;
    for (Box box : boxes.boxes(ByteBuffer.wrap(file))) {
      if (box.type().equals("meta") && !found) {
        found = true;
        boxes.meta(box);
      }
    }
    if (!found) {
      throw HeifFile.damaged();
    }
    return boxes;
  }

  /** The item that is the picture. */
  int primary() {
    return primary;
  }

  /**
   * An item.
   *
   * @throws ImageException if there is none of that number
   */
  Item item(int number) throws ImageException {
    Item item = items.get(number);
    if (item == null) {
      throw HeifFile.damaged();
    }
    return item;
  }

  /** The items that an item is made of, in their order. */
  List<Integer> parts(int number) {
    return parts.getOrDefault(number, List.of());
  }

  /** Its content, and where that begins in the file. */
  private record Box(String type, ByteBuffer content, int offset) {
    /** Version and flags, which are what some boxes begin with. */
    int version() {
      return content.getInt() >>> 24;
    }
  }

  private void count() throws ImageException {
    entries++;
    if (entries > MAX_ENTRIES) {
      throw new ImageException(
          ImageException.Reason.LIMIT, "it has more parts than any honest image");
    }
  }

  private List<Box> boxes(ByteBuffer from) throws ImageException {
    List<Box> boxes = new ArrayList<>();
    while (from.remaining() >= HEADER) {
      count();
      int begin = from.position();
      long size = from.getInt() & 0xffffffffL;
      String type = name(from.getInt());
      if (size == 1) {
        size = from.getLong();
      } else if (size == 0) {
        size = from.limit() - (long) begin;
      }
      if (size < from.position() - begin || size > from.limit() - begin) {
        throw HeifFile.damaged();
      }
      int end = begin + (int) size;
      ByteBuffer content = from.duplicate().limit(end);
      boxes.add(new Box(type, content, from.position()));
      from.position(end);
    }
    return boxes;
  }

  static String name(int code) {
    byte[] letters = ByteBuffer.allocate(4).putInt(code).array();
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  private void meta(Box meta) throws ImageException {
    meta.version();
    Map<String, Box> children = new HashMap<>();
    for (Box box : boxes(meta.content())) {
      if (children.put(box.type(), box) != null && !box.type().equals("free")) {
        throw HeifFile.damaged();
      }
    }
    if (children.containsKey("idat")) {
      inside = needed(children, "idat").offset();
    }
    Box pitm = needed(children, "pitm");
    primary = number(pitm.content(), pitm.version() > 0);
    information(needed(children, "iinf"));
    locations(needed(children, "iloc"));
    if (children.containsKey("iref")) {
      references(needed(children, "iref"));
    }
    for (Box box : boxes(needed(children, "iprp").content())) {
      switch (box.type()) {
        case "ipco" -> properties(box);
        case "ipma" -> associations(box);
        default -> {} // Nothing else is defined.
      }
    }
  }

  private static Box needed(Map<String, Box> boxes, String type) throws ImageException {
    Box box = boxes.get(type);
    if (box == null) {
      throw HeifFile.damaged();
    }
    return box;
  }

  private static int number(ByteBuffer content, boolean wide) {
    return wide ? content.getInt() : content.getShort() & 0xffff;
  }

  private void information(Box iinf) throws ImageException {
    number(iinf.content(), iinf.version() > 0);
    for (Box box : boxes(iinf.content())) {
      int version = box.version();
      if (box.type().equals("infe") && version >= 2) {
        int item = number(box.content(), version > 2);
        box.content().getShort();
        String type = name(box.content().getInt());
        items.put(item, new Item(type, new ArrayList<>(), new ArrayList<>()));
      }
    }
  }

  private void locations(Box iloc) throws ImageException {
    int version = iloc.version();
    ByteBuffer content = iloc.content();
    int sizes = content.getShort() & 0xffff;
    int offsetBytes = sizes >> 12;
    int lengthBytes = sizes >> 8 & 0xf;
    int baseBytes = sizes >> 4 & 0xf;
    int indexBytes = version == 0 ? 0 : sizes & 0xf;
    if (lengthBytes == 0) {
      throw HeifFile.damaged(); // Extents would cost the file nothing.
    }
    long count = number(content, version > 1) & 0xffffffffL;
    for (long i = 0; i < count; i++) {
      Item item = items.get(number(content, version > 1));
      int method = version == 0 ? 0 : content.getShort() & 0xf;
      boolean elsewhere = content.getShort() != 0 || method > IN_IDAT;
      long base = unsigned(content, baseBytes) + (method == IN_IDAT ? inside : 0);
      for (int extents = content.getShort() & 0xffff; extents > 0; extents--) {
        count();
        unsigned(content, indexBytes);
        long offset = base + unsigned(content, offsetBytes);
        long length = unsigned(content, lengthBytes);
        if (item != null && !elsewhere) {
          item.extents().add(new Extent(offset, length));
        }
      }
    }
  }

  /** A number of 0, 4 or 8 bytes, which does not exceed 62 bits: sums of two stay positive. */
  private static long unsigned(ByteBuffer content, int bytes) throws ImageException {
    long value =
        switch (bytes) {
          case 0 -> 0;
          case 4 -> content.getInt() & 0xffffffffL;
          case 8 -> content.getLong();
          default -> -1;
        };
    if (value < 0 || value > Long.MAX_VALUE / 4) {
      throw HeifFile.damaged();
    }
    return value;
  }

  private void references(Box iref) throws ImageException {
    boolean wide = iref.version() > 0;
    for (Box box : boxes(iref.content())) {
      if (box.type().equals("dimg")) {
        int whole = number(box.content(), wide);
        List<Integer> of = new ArrayList<>();
        for (int count = box.content().getShort() & 0xffff; count > 0; count--) {
          count();
          of.add(number(box.content(), wide));
        }
        parts.put(whole, of);
      }
    }
  }

  private void properties(Box ipco) throws ImageException {
    for (Box box : boxes(ipco.content())) {
      byte[] content = new byte[box.content().remaining()];
      box.content().get(content);
      properties.add(new Property(box.type(), content));
    }
  }

  private void associations(Box ipma) throws ImageException {
    int versionAndFlags = ipma.content().getInt();
    boolean wideItems = versionAndFlags >>> 24 > 0;
    boolean wideIndexes = (versionAndFlags & 1) != 0;
    long described = ipma.content().getInt() & 0xffffffffL;
    for (long i = 0; i < described; i++) {
      Item item = items.get(number(ipma.content(), wideItems));
      for (int count = ipma.content().get() & 0xff; count > 0; count--) {
        count();
        // The highest bit says that a reader must know the property; those that matter are known.
        int index = wideIndexes ? ipma.content().getShort() & 0x7fff : ipma.content().get() & 0x7f;
        if (item != null && index > 0 && index <= properties.size()) {
          item.properties().add(properties.get(index - 1));
        }
      }
    }
  }
}
