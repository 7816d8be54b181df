package dev.mien.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DecodingMemoryTest {
  private static final long SMALL = 640 * 480;
  private static final long HUGE = Long.MAX_VALUE / 64;
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  @Test
  void row6_smallPicture_besideTheLargestOnes_doesNotWait() throws Exception {
    try (DecodingMemory large = DecodingMemory.take(HUGE, LONG)) {
      Thread[] waiting = new Thread[4];
      for (int i = 0; i < waiting.length; i++) {
        waiting[i] = new Thread(() -> assertThatThrownBy(() -> DecodingMemory.take(HUGE, LONG)));
        waiting[i].start();
      }
      try {
        DecodingMemory.take(SMALL, LONG / 10).close();
      } finally {
        for (Thread thread : waiting) {
          thread.interrupt();
          thread.join();
        }
      }
    }
  }

  @Test
  void secondLargePicture_waitsForTheFirst_andIsRefusedAtItsDeadline() throws ImageException {
    try (DecodingMemory large = DecodingMemory.take(HUGE, LONG)) {
      assertThatThrownBy(() -> DecodingMemory.take(HUGE, SHORT))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("not enough memory");
    }
  }

  @Test
  void pictureThatWasRefused_orInterrupted_leavesNothingTaken() throws Exception {
    try (DecodingMemory large = DecodingMemory.take(HUGE, LONG)) {
      assertThatThrownBy(() -> DecodingMemory.take(HUGE, SHORT));
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> DecodingMemory.take(SMALL, LONG));
      assertThat(Thread.interrupted()).isTrue();
    }
    DecodingMemory.take(HUGE, SHORT).close();
  }

  @Test
  void smallPictures_takeAllThatThereIs() throws ImageException {
    DecodingMemory[] all = new DecodingMemory[DecodingMemory.MEGABYTES];
    try {
      for (int i = 0; i < all.length; i++) {
        all[i] = DecodingMemory.take(1, SHORT);
      }
      assertThatThrownBy(() -> DecodingMemory.take(1, SHORT)).isInstanceOf(ImageException.class);
    } finally {
      for (DecodingMemory one : all) {
        if (one != null) {
          one.close();
        }
      }
    }
  }
}
