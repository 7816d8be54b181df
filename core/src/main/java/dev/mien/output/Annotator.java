package dev.mien.output;

import dev.mien.FaceResult;
import dev.mien.FrameResult;
import dev.mien.ImageResult;
import dev.mien.expression.AttentionMap;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import dev.mien.geometry.Similarity;
import dev.mien.image.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws results onto the picture: a box, the label with its probability, and bars of the strongest
 * expressions. Sizes follow the picture, so that text can be read on a thumbnail as on a
 * 12-megapixel photo. Thread-safe.
 */
public final class Annotator {
  private static final int READABLE_SIDE = 300;
  private static final long MAX_ENLARGED_PIXELS = 4_000_000;
  private static final int BARS = 3;
  private static final double MIN_BAR_PROBABILITY = 0.05;
  private static final Color PANEL = new Color(16, 18, 27, 215);
  private static final Color TEXT = Color.WHITE;
  private static final Color FAINT_TEXT = new Color(205, 210, 222);

  private final boolean attention;

  /**
   * @param attention whether to tint faces by where the model looked
   */
  public Annotator(boolean attention) {
    this.attention = attention;
  }

  /**
   * A copy of the image with the result drawn onto it. Pictures whose shorter side is below 300
   * pixels are enlarged by a whole number, so that there is room for text.
   */
  public BufferedImage annotate(RgbImage image, ImageResult result) {
    return annotate(
        image,
        result.faces().stream()
            .map(face -> new Drawn(face, "", face.label(), face.emotion(), face.scores()))
            .toList());
  }

  /** Like {@link #annotate(RgbImage, ImageResult)}, with track numbers and smoothed answers. */
  public BufferedImage annotate(RgbImage image, FrameResult result) {
    return annotate(
        image,
        result.faces().stream()
            .map(
                face ->
                    new Drawn(
                        face.face(),
                        face.track() + "  ",
                        face.label(),
                        face.emotion(),
                        face.smoothed()))
            .toList());
  }

  /** A face and what to say of it. */
  private record Drawn(
      FaceResult face,
      String number,
      String label,
      @Nullable Emotion emotion,
      EmotionScores scores) {}

  private BufferedImage annotate(RgbImage image, List<Drawn> faces) {
    int scale = enlargement(image);
    BufferedImage canvas = enlarged(image.toBufferedImage(), scale);
    if (attention) {
      for (Drawn drawn : faces) {
        tint(canvas, drawn.face(), scale);
      }
    }
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    PanelLayout layout = new PanelLayout(canvas.getWidth(), canvas.getHeight());
    for (Drawn drawn : faces) {
      drawBox(graphics, layout, drawn.emotion(), boxOn(drawn.face(), scale));
    }
    // Panels last, so that no box crosses a text.
    for (Drawn drawn : faces) {
      drawPanel(graphics, layout, drawn, boxOn(drawn.face(), scale));
    }
    graphics.dispose();
    return canvas;
  }

  private static int enlargement(RgbImage image) {
    int shorter = Math.min(image.width(), image.height());
    int scale = (READABLE_SIDE + shorter - 1) / shorter;
    // For a strip of 20000x1 pixels there is no room for text at any size worth its memory.
    long pixels = (long) image.width() * image.height() * scale * scale;
    return pixels <= MAX_ENLARGED_PIXELS ? Math.max(1, scale) : 1;
  }

  private static BufferedImage enlarged(BufferedImage image, int scale) {
    if (scale == 1) {
      return image;
    }
    BufferedImage canvas =
        new BufferedImage(
            image.getWidth() * scale, image.getHeight() * scale, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, canvas.getWidth(), canvas.getHeight(), null);
    graphics.dispose();
    return canvas;
  }

  private static Box boxOn(FaceResult face, int scale) {
    Box box = face.box();
    return new Box(
        box.left() * scale, box.top() * scale, box.width() * scale, box.height() * scale);
  }

  private static double fontSize(Box box, int imageWidth, int imageHeight) {
    double fromImage = Math.min(imageWidth, imageHeight) / 45.0;
    double fromFace = box.width() / 8;
    return Math.max(9, Math.min(Math.max(fromImage, 11), Math.max(fromFace, fromImage * 0.7)));
  }

  private static void drawBox(
      Graphics2D graphics, PanelLayout layout, @Nullable Emotion emotion, Box box) {
    double unit = fontSize(box, layout.width(), layout.height());
    RoundRectangle2D shape =
        new RoundRectangle2D.Double(
            box.left(), box.top(), box.width(), box.height(), unit / 2, unit / 2);
    graphics.setStroke(new BasicStroke((float) Math.max(2.5, unit / 4)));
    graphics.setColor(new Color(0, 0, 0, 130));
    graphics.draw(shape);
    graphics.setStroke(new BasicStroke((float) Math.max(1.5, unit / 7)));
    graphics.setColor(Palette.of(emotion));
    graphics.draw(shape);
  }

  private static void drawPanel(Graphics2D graphics, PanelLayout layout, Drawn face, Box box) {
    double unit = fontSize(box, layout.width(), layout.height());
    Font bold = new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont((float) unit);
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) (unit * 0.8));
    FontMetrics boldMetrics = graphics.getFontMetrics(bold);
    FontMetrics plainMetrics = graphics.getFontMetrics(plain);
    List<Emotion> shown = strongest(face.scores());
    String title =
        String.format(
            Locale.ROOT,
            "%s%s %.0f %%",
            face.number(),
            face.label(),
            100 * face.scores().confidence());
    double pad = unit * 0.4;
    double line = unit * 1.05;
    int nameWidth =
        shown.stream()
            .mapToInt(emotion -> plainMetrics.stringWidth(emotion.label()))
            .max()
            .orElse(0);
    double barWidth = unit * 3.5;
    double width = 2 * pad + Math.max(boldMetrics.stringWidth(title), nameWidth + pad + barWidth);
    double height = 2 * pad + unit + shown.size() * line;
    Box panel = layout.place(box, width, height);

    graphics.setColor(PANEL);
    graphics.fill(
        new RoundRectangle2D.Double(panel.left(), panel.top(), width, height, unit / 2, unit / 2));
    double y = panel.top() + pad + unit * 0.85;
    graphics.setFont(bold);
    graphics.setColor(TEXT);
    graphics.drawString(title, (float) (panel.left() + pad), (float) y);
    graphics.setFont(plain);
    for (Emotion emotion : shown) {
      y += line;
      graphics.setColor(FAINT_TEXT);
      graphics.drawString(emotion.label(), (float) (panel.left() + pad), (float) y);
      double left = panel.left() + pad + nameWidth + pad;
      double full = panel.left() + width - pad - left;
      double top = y - unit * 0.55;
      graphics.setColor(new Color(255, 255, 255, 45));
      graphics.fill(new RoundRectangle2D.Double(left, top, full, unit * 0.5, unit / 4, unit / 4));
      graphics.setColor(Palette.of(emotion));
      double length = full * face.scores().probability(emotion);
      graphics.fill(new RoundRectangle2D.Double(left, top, length, unit * 0.5, unit / 4, unit / 4));
    }
  }

  private static List<Emotion> strongest(EmotionScores scores) {
    return Arrays.stream(Emotion.values())
        .sorted(
            Comparator.comparingDouble((Emotion emotion) -> scores.probability(emotion)).reversed())
        .limit(BARS)
        .filter(emotion -> scores.probability(emotion) >= MIN_BAR_PROBABILITY)
        .toList();
  }

  /** Blends a warm colour over the aligned square, the more the model looked there. */
  private static void tint(BufferedImage canvas, FaceResult face, int scale) {
    AttentionMap map = face.prediction().attention();
    int size = face.aligned().size();
    Similarity toSquare = face.aligned().toImage().inverse();
    Similarity toImage = new Similarity(1.0 / scale, 0, 0, 0);
    Box area = boxOn(face, scale).clipTo(canvas.getWidth(), canvas.getHeight());
    for (int y = (int) area.top(); y < (int) area.bottom(); y++) {
      for (int x = (int) area.left(); x < (int) area.right(); x++) {
        Point inSquare = toSquare.apply(toImage.apply(new Point(x + 0.5, y + 0.5)));
        double weight = map.relativeWeightAt(inSquare.x() / size, inSquare.y() / size);
        double share = 0.6 * weight;
        int rgb = canvas.getRGB(x, y);
        int red = (int) ((rgb >> 16 & 0xff) * (1 - share) + 255 * share);
        int green = (int) ((rgb >> 8 & 0xff) * (1 - share) + 70 * share);
        int blue = (int) ((rgb & 0xff) * (1 - share) + 40 * share);
        canvas.setRGB(x, y, 0xff000000 | red << 16 | green << 8 | blue);
      }
    }
  }
}
