package dev.mien;

import dev.mien.expression.ModelException;
import dev.mien.image.RgbImage;

/** A program that ends while its threads open, use and close models. */
final class EndDuringRuns {
  private EndDuringRuns() {}

  public static void main(String[] arguments) throws ModelException, InterruptedException {
    RgbImage face = RgbImage.ofGrey(48, 48, new byte[48 * 48]);
    Mien shared = Mien.builder().threads(2).open();
    for (int i = 0; i < 2; i++) {
      start(() -> shared.analyzeCrop(face));
      start(() -> openAndClose(face));
    }
    Thread.sleep(500);
    Runtime.getRuntime().addShutdownHook(new Thread(EndDuringRuns::linger));
    System.out.println("ending");
    System.exit(7);
  }

  private static void start(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                work.run();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void openAndClose(RgbImage face) {
    try (Mien own = Mien.open()) {
      own.analyzeCrop(face);
    } catch (ModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Programs save what they have on their way out, while the threads go on. */
  private static void linger() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
