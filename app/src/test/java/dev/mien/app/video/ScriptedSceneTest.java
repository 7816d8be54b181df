package dev.mien.app.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.FrameResult;
import dev.mien.Mien;
import dev.mien.TrackedFace;
import dev.mien.expression.ModelException;
import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films whose truth is known: sample faces moved, crossed and hidden; 25 frames a second. */
final class ScriptedSceneTest {
  private static final int SIDE = 220;
  private static Mien mien;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws ModelException {
    mien = Mien.builder().model("small").open();
  }

  @AfterAll
  static void close() {
    mien.close();
  }

  /** Where two people are in a frame; null for whoever cannot be seen. */
  private interface Script {
    List<Point> at(int frame);
  }

  /** Switches of each person's number, how often each was seen, and who was there. */
  private record Outcome(
      int switches, int[] seen, Set<Integer> tracks, List<FrameResult> results) {}

  private Outcome play(int frames, Script script) throws IOException {
    BufferedImage anna = TestFilm.anna();
    BufferedImage ben = TestFilm.ben();
    Path file = folder.resolve("scene.mkv");
    TestFilm.write(
        file,
        frames,
        f -> {
          BufferedImage frame = TestFilm.empty();
          List<Point> places = script.at(f);
          if (places.get(1).x() > -SIDE) {
            TestFilm.put(frame, ben, places.get(1).x(), places.get(1).y(), SIDE);
          }
          if (places.get(0).x() > -SIDE) {
            TestFilm.put(frame, anna, places.get(0).x(), places.get(0).y(), SIDE);
          }
          return frame;
        },
        f -> 40L * f,
        false);
    List<FrameResult> results = new ArrayList<>();
    int[] last = new int[2];
    int[] seen = new int[2];
    int[] switches = new int[1];
    Set<Integer> tracks = new HashSet<>();
    try (VideoSource source = VideoSources.file(file)) {
      int[] number = new int[1];
      new VideoAnalysis(mien.stream(), Duration.ZERO)
          .run(
              source,
              () -> false,
              (frame, result, fresh) -> {
                assertThat(fresh).isTrue();
                results.add(result);
                List<Point> places = script.at(number[0]++);
                for (TrackedFace face : result.faces()) {
                  tracks.add(face.track());
                  int person = nearest(face.face().box(), places);
                  seen[person]++;
                  switches[0] += last[person] != 0 && last[person] != face.track() ? 1 : 0;
                  last[person] = face.track();
                }
              });
    }
    return new Outcome(switches[0], seen, tracks, results);
  }

  private static int nearest(Box box, List<Point> places) {
    return places.get(0).distanceTo(box.centre()) <= places.get(1).distanceTo(box.centre()) ? 0 : 1;
  }

  private static final Point AWAY = new Point(-1000, 0);

  @Test
  void twoPeopleMoving_keepTheirNumbers() throws IOException {
    Outcome outcome =
        play(
            75,
            f ->
                List.of(
                    new Point(150 + 1.2 * f, 200 + 20 * Math.sin(f / 6.0)),
                    new Point(500 - 10 * Math.sin(f / 9.0), 260)));
    assertThat(outcome.switches()).isZero();
    assertThat(outcome.tracks()).hasSize(2);
    assertThat(outcome.seen()[0]).isGreaterThan(70);
    assertThat(outcome.seen()[1]).isGreaterThan(70);
  }

  @Test
  void twoPeopleCrossing_areNotSwapped() throws IOException {
    Outcome outcome =
        play(100, f -> List.of(new Point(120 + 4 * f, 210), new Point(520 - 4 * f, 250)));
    assertThat(outcome.switches()).isZero();
    assertThat(outcome.tracks()).hasSize(2);
    assertThat(outcome.seen()[0]).isGreaterThan(90);
    assertThat(outcome.seen()[1]).isGreaterThan(60);
  }

  @Test
  void personHiddenForAMoment_keepsTheNumberAndIsMarkedMissing() throws IOException {
    Outcome outcome =
        play(75, f -> List.of(new Point(180, 220), f >= 30 && f < 45 ? AWAY : new Point(460, 230)));
    assertThat(outcome.switches()).isZero();
    assertThat(outcome.tracks()).hasSize(2);
    List<FrameResult> hidden = outcome.results().subList(31, 44);
    assertThat(hidden)
        .allSatisfy(
            result -> {
              assertThat(result.faces()).hasSize(1);
              assertThat(result.missing()).containsExactly(2);
            });
  }

  @Test
  void personGoneForLonger_isSomebodyNew() throws IOException {
    Outcome outcome =
        play(80, f -> List.of(new Point(180, 220), f >= 20 && f < 60 ? AWAY : new Point(460, 230)));
    assertThat(outcome.tracks()).hasSize(3);
    assertThat(outcome.results().get(55).missing()).isEmpty();
  }

  @Test
  void annotated_film_hasEveryFrameAndIsReadAgain() throws IOException {
    Path file = folder.resolve("in.mkv");
    Path out = folder.resolve("out.mp4");
    TestFilm.write(file, 30, TestFilm::twoPeople, f -> 40L * f, false);
    int[] fresh = new int[1];
    try (VideoSource source = VideoSources.file(file);
        AnnotatedVideo film = new AnnotatedVideo(out, source.info(), true)) {
      new VideoAnalysis(mien.stream(), Duration.ofMillis(200))
          .run(
              source,
              () -> false,
              (frame, result, isFresh) -> {
                fresh[0] += isFresh ? 1 : 0;
                film.write(frame, result);
              });
    }
    assertThat(fresh[0]).isEqualTo(6);
    int frames = 0;
    try (VideoSource source = VideoSources.file(out)) {
      assertThat(source.info().width()).isEqualTo(640);
      for (VideoFrame frame = source.next(); frame != null; frame = source.next()) {
        frames++;
      }
    }
    assertThat(frames).isEqualTo(30);
  }

  @Test
  void annotated_toAPlaceThatCannotBeWritten_isOneSentence() throws IOException {
    Path file = folder.resolve("in.mkv");
    TestFilm.write(file, 10, TestFilm::twoPeople, f -> 40L * f, false);
    try (VideoSource source = VideoSources.file(file)) {
      AnnotatedVideo film =
          new AnnotatedVideo(folder.resolve("no/such/folder/out.mp4"), source.info(), false);
      VideoFrame frame = Objects.requireNonNull(source.next());
      FrameResult result = mien.stream().analyze(frame.image(), frame.time());
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> {
                film.write(frame, result);
                film.close();
              })
          .isInstanceOf(VideoException.class)
          .hasMessageContaining("cannot be written");
    }
  }
}
