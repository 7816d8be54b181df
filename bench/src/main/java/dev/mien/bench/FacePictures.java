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
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Makes pictures with as many faces as wanted, as large as wanted: the faces of the sample photos,
 * cut out with what surrounds them, scaled, and laid at random places of a smooth background. Run
 * from the root of the checkout. Not thread-safe.
 */
final class FacePictures {
  private static final int PATCH_SIDES = 2;
  private static final int TRIES = 200;

  /** A picture, and where its faces are. */
  record Scene(BufferedImage picture, List<Box> faces) {}

  private record Patch(BufferedImage pixels, Box face) {}

  private final SplittableRandom random;
  private final List<Patch> patches = new ArrayList<>();

  /** Cuts out the faces that are found in the whole photos, whatever tiles a detector looks at. */
  FacePictures(long seed) throws IOException {
    random = new SplittableRandom(seed);
    try (BlazeFaceDetector near = new BlazeFaceDetector(DetectorMode.NEAR)) {
      for (int i = 1; i <= 6; i++) {
        BufferedImage photo = ImageIO.read(new File("samples/sample" + i + ".jpg"));
        near.detect(RgbImage.of(photo)).forEach(face -> patches.add(patch(photo, face)));
      }
    }
  }

  private static Patch patch(BufferedImage photo, Face face) {
    Box box = face.box();
    Box around =
        Box.around(box.centre(), PATCH_SIDES * Math.max(box.width(), box.height()))
            .clipTo(photo.getWidth(), photo.getHeight());
    int left = (int) around.left();
    int top = (int) around.top();
    return new Patch(
        photo.getSubimage(left, top, (int) around.width(), (int) around.height()),
        new Box(box.left() - left, box.top() - top, box.width(), box.height()));
  }

  /** Makes a picture; fewer faces than wanted lie in it if there is no room. */
  Scene make(int width, int height, int faceHeight, int faces) {
    BufferedImage picture = background(width, height);
    List<Box> boxes = new ArrayList<>();
    List<Rectangle> taken = new ArrayList<>();
    for (int tries = 0; boxes.size() < faces && tries < TRIES; tries++) {
      Patch patch = patches.get(random.nextInt(patches.size()));
      double scale = faceHeight / patch.face().height();
      int w = (int) Math.round(patch.pixels().getWidth() * scale);
      int h = (int) Math.round(patch.pixels().getHeight() * scale);
      Rectangle place = new Rectangle(random.nextInt(width - w), random.nextInt(height - h), w, h);
      if (taken.stream().noneMatch(place::intersects)) {
        taken.add(place);
        draw(picture, scaled(patch.pixels(), w, h), place);
        Box face = patch.face();
        boxes.add(
            new Box(
                place.x + face.left() * scale,
                place.y + face.top() * scale,
                face.width() * scale,
                face.height() * scale));
      }
    }
    return new Scene(picture, boxes);
  }

  /** A few random colours, blended into each other. */
  private BufferedImage background(int width, int height) {
    BufferedImage colours = new BufferedImage(4, 3, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 12; i++) {
      colours.setRGB(i % 4, i / 4, random.nextInt(1 << 24));
    }
    return resized(colours, width, height);
  }

  /** Halves as often as it can, so that nothing aliases. */
  static BufferedImage scaled(BufferedImage image, int width, int height) {
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
