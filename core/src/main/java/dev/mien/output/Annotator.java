package dev.mien.output;

import dev.mien.FaceResult;
import dev.mien.ImageResult;
import dev.mien.expression.AttentionMap;
import dev.mien.expression.Emotion;
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

/**
 * Draws results onto the picture: a box, the label with its probability, and bars of the strongest
 * expressions. Sizes follow the picture, so that text can be read on a thumbnail as on a
 * 12-megapixel photo. Thread-safe.
 */
public final class Annotator {
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

  /** A copy of the image with the result drawn onto it. */
  public BufferedImage annotate(RgbImage image, ImageResult result) {
    BufferedImage canvas = image.toBufferedImage();
    if (attention) {
      for (FaceResult face : result.faces()) {
        tint(canvas, face);
      }
    }
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (FaceResult face : result.faces()) {
      drawBox(graphics, canvas, face);
    }
    // Panels last, so that no box crosses a text.
    PanelLayout layout = new PanelLayout(canvas.getWidth(), canvas.getHeight());
    for (FaceResult face : result.faces()) {
      drawPanel(graphics, layout, face);
    }
    graphics.dispose();
    return canvas;
  }

  private static double fontSize(FaceResult face, int imageWidth, int imageHeight) {
    double fromImage = Math.min(imageWidth, imageHeight) / 45.0;
    double fromFace = face.box().width() / 8;
    return Math.max(9, Math.min(Math.max(fromImage, 11), Math.max(fromFace, fromImage * 0.7)));
  }

  private static void drawBox(Graphics2D graphics, BufferedImage canvas, FaceResult face) {
    double unit = fontSize(face, canvas.getWidth(), canvas.getHeight());
    Box box = face.box();
    RoundRectangle2D shape =
        new RoundRectangle2D.Double(
            box.left(), box.top(), box.width(), box.height(), unit / 2, unit / 2);
    graphics.setStroke(new BasicStroke((float) Math.max(2.5, unit / 4)));
    graphics.setColor(new Color(0, 0, 0, 130));
    graphics.draw(shape);
    graphics.setStroke(new BasicStroke((float) Math.max(1.5, unit / 7)));
    graphics.setColor(colour(face));
    graphics.draw(shape);
  }

  private static void drawPanel(Graphics2D graphics, PanelLayout layout, FaceResult face) {
    double unit = fontSize(face, layout.width(), layout.height());
    Font bold = new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont((float) unit);
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) (unit * 0.8));
    FontMetrics boldMetrics = graphics.getFontMetrics(bold);
    FontMetrics plainMetrics = graphics.getFontMetrics(plain);
    List<Emotion> shown = strongest(face);
    String title =
        String.format(Locale.ROOT, "%s %.0f %%", face.label(), 100 * face.scores().confidence());
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
    Box panel = layout.place(face.box(), width, height);

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
      graphics.setColor(colour(emotion));
      double length = full * face.scores().probability(emotion);
      graphics.fill(new RoundRectangle2D.Double(left, top, length, unit * 0.5, unit / 4, unit / 4));
    }
  }

  private static List<Emotion> strongest(FaceResult face) {
    return Arrays.stream(Emotion.values())
        .sorted(
            Comparator.comparingDouble((Emotion emotion) -> face.scores().probability(emotion))
                .reversed())
        .limit(BARS)
        .filter(emotion -> face.scores().probability(emotion) >= MIN_BAR_PROBABILITY)
        .toList();
  }

  private static Color colour(FaceResult face) {
    Emotion emotion = face.emotion();
    return emotion == null ? new Color(200, 200, 200) : colour(emotion);
  }

  /** Colours that stay apart for colour-blind people (after Okabe and Ito, 2008). */
  private static Color colour(Emotion emotion) {
    return switch (emotion) {
      case NEUTRAL -> new Color(176, 184, 196);
      case HAPPINESS -> new Color(240, 200, 40);
      case SURPRISE -> new Color(86, 180, 233);
      case SADNESS -> new Color(60, 130, 220);
      case ANGER -> new Color(230, 85, 40);
      case DISGUST -> new Color(0, 170, 120);
      case FEAR -> new Color(204, 121, 167);
      case CONTEMPT -> new Color(230, 159, 0);
    };
  }

  /** Blends a warm colour over the aligned square, the more the model looked there. */
  private static void tint(BufferedImage canvas, FaceResult face) {
    AttentionMap map = face.prediction().attention();
    int size = face.aligned().size();
    Similarity toSquare = face.aligned().toImage().inverse();
    Box area = face.box().clipTo(canvas.getWidth(), canvas.getHeight());
    for (int y = (int) area.top(); y < (int) area.bottom(); y++) {
      for (int x = (int) area.left(); x < (int) area.right(); x++) {
        Point inSquare = toSquare.apply(new Point(x + 0.5, y + 0.5));
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
