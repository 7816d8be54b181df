package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.output.Plural;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * A confusion matrix as a picture: every row is shaded by its share of the class, with the count in
 * every cell.
 */
public final class ConfusionPicture {
  private static final int CELL = 76;
  private static final int LEFT = 120;
  private static final int TOP = 120;
  private static final int MARGIN = 24;
  private static final Color DARK = new Color(8, 48, 107);
  private static final Color INK = new Color(33, 37, 41);

  private ConfusionPicture() {}

  /** Draws the matrix. */
  public static BufferedImage draw(Evaluation evaluation) {
    ConfusionMatrix matrix = evaluation.matrix();
    List<Emotion> classes = evaluation.classes();
    int side = CELL * classes.size();
    BufferedImage image =
        new BufferedImage(LEFT + side + MARGIN, TOP + side + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    drawTitle(graphics, evaluation);
    for (int actual = 0; actual < classes.size(); actual++) {
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        drawCell(graphics, matrix, actual, predicted);
      }
    }
    drawNames(graphics, classes);
    graphics.setColor(INK);
    graphics.setStroke(new BasicStroke(1));
    graphics.drawRect(LEFT, TOP, side, side);
    graphics.dispose();
    return image;
  }

  private static void drawTitle(Graphics2D graphics, Evaluation evaluation) {
    graphics.setColor(INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    graphics.drawString(evaluation.protocol().title(), MARGIN, 34);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    Interval interval = evaluation.interval();
    graphics.drawString(
        String.format(
            Locale.ROOT,
            "%s split, %d %s: accuracy %.2f %% (%.2f to %.2f), macro F1 %.3f",
            evaluation.split().label(),
            evaluation.matrix().total(),
            Plural.noun(evaluation.matrix().total(), "image"),
            100 * evaluation.matrix().accuracy(),
            100 * interval.low(),
            100 * interval.high(),
            evaluation.matrix().macroF1()),
        MARGIN,
        56);
    graphics.drawString("rows: what is there; columns: what the model says", MARGIN, 76);
  }

  private static void drawCell(
      Graphics2D graphics, ConfusionMatrix matrix, int actual, int predicted) {
    int count = matrix.count(actual, predicted);
    double share = (double) count / Math.max(1, matrix.support(actual));
    int x = LEFT + predicted * CELL;
    int y = TOP + actual * CELL;
    graphics.setColor(blend(share));
    graphics.fillRect(x, y, CELL, CELL);
    graphics.setColor(share > 0.25 ? Color.WHITE : INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    centred(
        graphics, String.format(Locale.ROOT, "%.0f %%", 100 * share), x + CELL / 2, y + CELL / 2);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    centred(graphics, String.valueOf(count), x + CELL / 2, y + CELL / 2 + 18);
  }

  private static void drawNames(Graphics2D graphics, List<Emotion> classes) {
    graphics.setColor(INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    FontMetrics metrics = graphics.getFontMetrics();
    for (int c = 0; c < classes.size(); c++) {
      String label = classes.get(c).label();
      graphics.drawString(
          label, LEFT - 8 - metrics.stringWidth(label), TOP + c * CELL + CELL / 2 + 5);
      centred(graphics, label, LEFT + c * CELL + CELL / 2, TOP - 10);
    }
  }

  private static void centred(Graphics2D graphics, String text, int x, int y) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
  }

  private static Color blend(double share) {
    double s = Math.sqrt(share);
    return new Color(
        (int) (255 + (DARK.getRed() - 255) * s),
        (int) (255 + (DARK.getGreen() - 255) * s),
        (int) (255 + (DARK.getBlue() - 255) * s));
  }
}
