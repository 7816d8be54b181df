package dev.mien.app.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.image.RgbImage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class LiveSourceTest {
  /** Hangs in its first frame until it is let go, and does not mind who interrupts it. */
  private static final class Hanging extends FakeSource {
    private final CountDownLatch letGo = new CountDownLatch(1);

    @Override
    public @Nullable VideoFrame next() {
      while (letGo.getCount() > 0) {
        try {
          letGo.await();
        } catch (InterruptedException e) {
          // Nor does native code mind.
        }
      }
      return null;
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void close_whileTheSourceHangs_wakesWhoWaitsForAFrame() throws Exception {
    Hanging hanging = new Hanging();
    LiveSource live = new LiveSource(hanging);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                ended.complete(live.next() == null);
              } catch (VideoException e) {
                ended.completeExceptionally(e);
              }
            });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.sleep(5);
    }
    live.close();
    assertThat(ended.get(1, TimeUnit.SECONDS)).isTrue();
    hanging.letGo.countDown();
  }

  /** One damaged frame, then nothing. */
  private static final class Breaking extends FakeSource {
    private boolean given;

    @Override
    public @Nullable VideoFrame next() {
      if (given) {
        return null;
      }
      given = true;
      return new VideoFrame(RgbImage.ofGrey(1, 1, new byte[1]), Duration.ZERO);
    }

    @Override
    public Losses losses() {
      return new Losses(3, List.of(new Losses.Range(Duration.ZERO, Duration.ofSeconds(1))), 0, 0);
    }
  }

  @Test
  void losses_whileASourceIsOpenedAgain_countOnce() throws VideoException {
    BackOff quick = new BackOff(Duration.ofMillis(1), Duration.ofMillis(1), 2);
    int[] opened = {0};
    ReconnectingSource source =
        new ReconnectingSource(
            new Breaking(),
            () -> {
              if (opened[0]++ == 0) {
                return new Breaking();
              }
              throw new VideoException("gone");
            },
            quick);
    assertThat(source.next()).isNotNull();
    assertThat(source.losses().damaged()).isEqualTo(3);
    assertThat(source.next()).isNotNull();
    assertThat(source.losses().damaged()).isEqualTo(6);
    try {
      assertThat(source.next()).isNull();
    } catch (VideoException e) {
      assertThat(e).hasMessageContaining("could not be opened again");
    }
    assertThat(source.losses().damaged()).isEqualTo(6);
  }
}
