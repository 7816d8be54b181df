package dev.mien.bench;

import dev.mien.face.Face;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.geometry.Box;
import dev.mien.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Measures how many faces the detector finds, by their size and by the shape of the picture: the
 * faces of the sample photos are cut out with what surrounds them, scaled, and laid at random
 * places of pictures with a smooth background. Says where a detector loses faces (between tiles,
 * say), not how it does in the world: the faces are the twenty-two of six photos. Run from the root
 * of the checkout.
 */
public final class DetectorRecall {
  private static final int[][] PICTURES = {
    {1920, 1280}, {1920, 1440}, {1920, 1080}, {1920, 1920}, {1280, 1920}
  };
  private static final int[] FACE_HEIGHTS = {40, 60, 80, 100, 120, 160, 220};
  private static final int FACES_PER_PICTURE = 8;
  private static final int PATCH_SIDES = 2;
  private static final double SAME_FACE = 0.4;

  private record Patch(BufferedImage pixels, Box face) {}

  private final SplittableRandom random = new SplittableRandom(1);
  private final BlazeFaceDetector detector = new BlazeFaceDetector(DetectorMode.FAR);
  private final List<Patch> patches = new ArrayList<>();

  private int placed;
  private int found;
  private int others;

  /** Runs; an argument is the number of pictures for each row (40). */
  public static void main(String[] arguments) throws IOException {
    new DetectorRecall().run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40);
  }

  private void run(int pictures) throws IOException {
    cutPatches();
    System.out.println("| picture | height of the faces | faces | found | other boxes |");
    System.out.println("|---|---|---|---|---|");
    for (int[] size : PICTURES) {
      for (int height : FACE_HEIGHTS) {
        placed = 0;
        found = 0;
        others = 0;
        for (int i = 0; i < pictures; i++) {
          look(size[0], size[1], height);
        }
        System.out.printf(
            Locale.ROOT,
            "| %dx%d | %d | %d | %.1f %% | %d |%n",
            size[0],
            size[1],
            height,
            placed,
            100.0 * found / placed,
            others);
      }
    }
    detector.close();
  }

  /** Found in the whole picture alone, so that they do not depend on the tiles. */
  private void cutPatches() throws IOException {
    try (BlazeFaceDetector near = new BlazeFaceDetector(DetectorMode.NEAR)) {
      cutPatches(near);
    }
  }

  private void cutPatches(BlazeFaceDetector near) throws IOException {
    for (int i = 1; i <= 6; i++) {
      BufferedImage photo = ImageIO.read(new File("samples/sample" + i + ".jpg"));
      for (Face face : near.detect(RgbImage.of(photo))) {
        Box box = face.box();
        Box around =
            Box.around(box.centre(), PATCH_SIDES * Math.max(box.width(), box.height()))
                .clipTo(photo.getWidth(), photo.getHeight());
        int left = (int) around.left();
        int top = (int) around.top();
        BufferedImage pixels =
            photo.getSubimage(left, top, (int) around.width(), (int) around.height());
        patches.add(
            new Patch(
                pixels, new Box(box.left() - left, box.top() - top, box.width(), box.height())));
      }
    }
  }

  private void look(int width, int height, int faceHeight) {
    BufferedImage picture = background(width, height);
    List<Box> truth = new ArrayList<>();
    List<Rectangle> taken = new ArrayList<>();
    for (int tries = 0; truth.size() < FACES_PER_PICTURE && tries < 200; tries++) {
      Patch patch = patches.get(random.nextInt(patches.size()));
      double scale = faceHeight / patch.face().height();
      int w = (int) Math.round(patch.pixels().getWidth() * scale);
      int h = (int) Math.round(patch.pixels().getHeight() * scale);
      Rectangle place = new Rectangle(random.nextInt(width - w), random.nextInt(height - h), w, h);
      if (taken.stream().noneMatch(place::intersects)) {
        taken.add(place);
        draw(picture, scaled(patch.pixels(), w, h), place);
        Box face = patch.face();
        truth.add(
            new Box(
                place.x + face.left() * scale,
                place.y + face.top() * scale,
                face.width() * scale,
                face.height() * scale));
      }
    }
    List<Face> faces = detector.detect(RgbImage.of(picture));
    placed += truth.size();
    found += (int) truth.stream().filter(box -> isAmong(box, faces)).count();
    others +=
        (int)
            faces.stream()
                .filter(
                    face ->
                        truth.stream()
                            .noneMatch(box -> box.intersectionOverUnion(face.box()) >= SAME_FACE))
                .count();
  }

  private static boolean isAmong(Box box, List<Face> faces) {
    return faces.stream().anyMatch(face -> box.intersectionOverUnion(face.box()) >= SAME_FACE);
  }

  /** A few random colours, blended into each other. */
  private BufferedImage background(int width, int height) {
    BufferedImage colours = new BufferedImage(4, 3, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 12; i++) {
      colours.setRGB(i % 4, i / 4, random.nextInt(1 << 24));
    }
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    draw(picture, colours, new Rectangle(0, 0, width, height));
    return picture;
  }

  /** Halves as often as it can, so that nothing aliases. */
  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage scaled = image;
    while (scaled.getWidth() >= 2 * width && scaled.getHeight() >= 2 * height) {
      scaled = resized(scaled, scaled.getWidth() / 2, scaled.getHeight() / 2);
    }
    return resized(scaled, width, height);
  }

  private static BufferedImage resized(BufferedImage image, int width, int height) {
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    draw(out, image, new Rectangle(0, 0, width, height));
    return out;
  }

  private static void draw(BufferedImage picture, BufferedImage image, Rectangle place) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, place.x, place.y, place.width, place.height, null);
    graphics.dispose();
  }
}
