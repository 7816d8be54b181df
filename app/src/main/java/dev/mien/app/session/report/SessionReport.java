package dev.mien.app.session.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.mien.FaceResult;
import dev.mien.app.session.RecordedFrame;
import dev.mien.app.session.Recording;
import dev.mien.app.session.SessionInfo;
import dev.mien.app.session.TimeRange;
import dev.mien.app.session.analysis.Episode;
import dev.mien.app.session.analysis.Join;
import dev.mien.app.session.analysis.Means;
import dev.mien.app.session.analysis.PersonAnalysis;
import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.event.ExpressionEvent;
import dev.mien.expression.Emotion;
import dev.mien.output.Palette;
import dev.mien.output.Plural;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session as one self-contained HTML page, for a clinician or a researcher. */
public final class SessionReport {
  private static final int LONGEST_EPISODES = 12;
  private static final Template TEMPLATE = template();

  private SessionReport() {}

  private static Template template() {
    try (InputStream in = SessionReport.class.getResourceAsStream("session.mustache")) {
      return Mustache.compiler().compile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page. */
  public static String html(Recording recording) {
    return html(recording, null);
  }

  /**
   * The page, whose times link to a film.
   *
   * @param film the address of the film as seen from the page, or null for no links
   */
  public static String html(Recording recording, @Nullable String film) {
    return TEMPLATE.execute(page(recording, film));
  }

  /** What the template shows; its names are those of session.mustache. */
  private record Page(
      String name,
      String started,
      String source,
      String model,
      String length,
      String frames,
      String rate,
      @Nullable String baseline,
      int peopleCount,
      boolean nobody,
      int passersBy,
      boolean anyPassersBy,
      String cuts,
      boolean anyCuts,
      List<Person> people,
      List<Colour> legend,
      List<Event> events,
      boolean anyEvents) {}

  private record Person(
      int number,
      String identity,
      @Nullable String portrait,
      String seen,
      String coverage,
      String usable,
      String valence,
      String arousal,
      String ambiguity,
      String timeline,
      List<Share> shares,
      List<EpisodeRow> episodes,
      String episodeCount,
      List<Change> changes,
      boolean anyChanges,
      List<Reason> reasons,
      boolean anyReasons,
      String missing,
      boolean hasRelative,
      List<Relative> relative,
      @Nullable String caution) {}

  private record Colour(String label, String colour) {}

  private record Share(String label, String colour, String percent, String length, String width) {}

  private record EpisodeRow(
      String label, String colour, String onset, @Nullable String href, String length) {}

  private record Change(String from, String to, int count) {}

  private record Reason(String reason, String percent) {}

  private record Relative(String name, String baseline, String session, String difference) {}

  private record Event(String time, @Nullable String href, String rule, String kind, String who) {}

  private static Page page(Recording recording, @Nullable String film) {
    SessionAnalysis analysis = SessionAnalysis.of(recording);
    SessionInfo info = recording.info();
    TimeRange baseline = info.baseline();
    Duration end = end(recording.frames());
    return new Page(
        info.name(),
        DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm (zzz)", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault())
            .format(info.startedAt()),
        info.source(),
        info.model(),
        Spans.text(analysis.seconds()),
        String.format(Locale.ROOT, "%,d", analysis.frames()),
        String.format(Locale.ROOT, "%.1f", analysis.frames() / Math.max(0.001, analysis.seconds())),
        baseline == null
            ? null
            : "%s to %s".formatted(Spans.clock(baseline.from()), Spans.clock(baseline.to())),
        analysis.people().size(),
        analysis.people().isEmpty(),
        analysis.passersBy(),
        analysis.passersBy() > 0,
        Plural.count(analysis.cuts().size(), "cut"),
        !analysis.cuts().isEmpty(),
        analysis.people().stream()
            .map(p -> person(p, recording.events(), analysis.cuts(), end, film))
            .toList(),
        legend(),
        recording.events().stream().map(event -> event(event, analysis, film)).toList(),
        !recording.events().isEmpty());
  }

  private static Duration end(List<RecordedFrame> frames) {
    return frames.isEmpty() ? Duration.ZERO : frames.get(frames.size() - 1).time();
  }

  private static List<Colour> legend() {
    List<Colour> legend = new ArrayList<>();
    for (Emotion emotion : Emotion.values()) {
      legend.add(new Colour(emotion.label(), Palette.css(emotion)));
    }
    legend.add(new Colour(FaceResult.UNCERTAIN, Palette.css(null)));
    return legend;
  }

  private static Person person(
      PersonAnalysis person,
      List<ExpressionEvent> events,
      List<Duration> cuts,
      Duration end,
      @Nullable String film) {
    List<Change> changes = new ArrayList<>();
    person
        .transitions()
        .forEach(
            (from, row) -> row.forEach((to, count) -> changes.add(new Change(from, to, count))));
    changes.sort(Comparator.comparingInt(Change::count).reversed());
    double missing = person.missing().stream().mapToDouble(s -> s.length().toMillis() / 1e3).sum();
    return new Person(
        person.number(),
        identity(person),
        person.portrait(),
        Spans.text(person.seenSeconds()),
        percent(person.coverage()),
        percent(person.usableCoverage()),
        signed(person.means().valence()),
        signed(person.means().arousal()),
        String.format(Locale.ROOT, "%.2f", person.means().ambiguity()),
        Timeline.svg(person, events, cuts, end),
        shares(person),
        longest(person.episodes(), film),
        Plural.count(person.episodes().size(), "episode"),
        changes,
        !changes.isEmpty(),
        person.secondsByReason().entrySet().stream()
            .map(
                entry ->
                    new Reason(
                        entry.getKey().replace('_', ' '),
                        percent(entry.getValue() / person.seenSeconds())))
            .toList(),
        !person.secondsByReason().isEmpty(),
        person.missing().isEmpty()
            ? "The face was never away for half a second or more."
            : "The face was away %s, %s in all (hatched in the time line)."
                .formatted(Plural.count(person.missing().size(), "time"), Spans.text(missing)),
        person.relative() != null,
        relative(person),
        caution(person.baseline()));
  }

  private static List<Share> shares(PersonAnalysis person) {
    return person.secondsByLabel().entrySet().stream()
        .map(
            entry -> {
              double share = entry.getValue() / person.seenSeconds();
              return new Share(
                  entry.getKey(),
                  colour(entry.getKey()),
                  percent(share),
                  Spans.text(entry.getValue()),
                  String.format(Locale.ROOT, "%.2f", 100 * share));
            })
        .toList();
  }

  private static List<EpisodeRow> longest(List<Episode> episodes, @Nullable String film) {
    return episodes.stream()
        .sorted(Comparator.comparing((Episode e) -> e.range().length()).reversed())
        .limit(LONGEST_EPISODES)
        .sorted(Comparator.comparing(e -> e.range().from()))
        .map(
            episode ->
                new EpisodeRow(
                    episode.label(),
                    colour(episode.label()),
                    Spans.clock(episode.range().from()),
                    link(film, episode.range().from()),
                    Spans.text(episode.range().length())))
        .toList();
  }

  private static List<Relative> relative(PersonAnalysis person) {
    Means baseline = person.baseline();
    Means relative = person.relative();
    if (baseline == null || relative == null) {
      return List.of();
    }
    List<Relative> rows = new ArrayList<>();
    for (Emotion emotion : Emotion.values()) {
      rows.add(
          new Relative(
              emotion.label(),
              percent(baseline.probability(emotion)),
              percent(person.means().probability(emotion)),
              signed(100 * relative.probability(emotion), "%+.1f points")));
    }
    rows.add(row("valence", baseline.valence(), person.means().valence(), relative.valence()));
    rows.add(row("arousal", baseline.arousal(), person.means().arousal(), relative.arousal()));
    return rows;
  }

  /** Faces at rest need not look neutral to a model, but who smiled meanwhile should know. */
  private static @Nullable String caution(@Nullable Means baseline) {
    if (baseline == null) {
      return null;
    }
    return Arrays.stream(Emotion.values())
        .filter(emotion -> emotion != Emotion.NEUTRAL && baseline.probability(emotion) >= 0.5)
        .findFirst()
        .map(
            emotion ->
                ("During the baseline this face mostly showed %s (%s). If it looks so at rest,"
                        + " the differences hold; if not, choose another range.")
                    .formatted(emotion.label(), percent(baseline.probability(emotion))))
        .orElse(null);
  }

  private static Relative row(String name, double baseline, double session, double difference) {
    return new Relative(name, signed(baseline), signed(session), signed(difference));
  }

  /** How the tracks of a person belong together. */
  private static String identity(PersonAnalysis person) {
    if (person.joins().isEmpty()) {
      return "Followed without a break, as face %d.".formatted(person.tracks().get(0));
    }
    long likely =
        person.joins().stream().filter(j -> j.certainty() == Join.Certainty.LIKELY).count();
    long possible = person.joins().size() - likely;
    return ("Joined from faces %s by place and size, without recognising anybody: %s likely the"
            + " same person, %s only possibly.")
        .formatted(
            person.tracks().toString().replaceAll("[\\[\\]]", ""),
            Plural.count(likely, "time"),
            possible);
  }

  /** The film at a time (W3C media fragment), or null without a film. */
  private static @Nullable String link(@Nullable String film, Duration time) {
    return film == null ? null : film + String.format(Locale.ROOT, "#t=%.2f", Spans.seconds(time));
  }

  private static Event event(
      ExpressionEvent event, SessionAnalysis analysis, @Nullable String film) {
    int person = analysis.personOf(event.track());
    return new Event(
        Spans.clock(event.time()),
        link(film, event.time()),
        event.rule(),
        event.kind().code(),
        event.track() == 0
            ? "everybody"
            : person == 0 ? "a passer-by (face %d)".formatted(event.track()) : "person " + person);
  }

  private static String colour(String label) {
    return Palette.css(FaceResult.emotionOf(label));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String signed(double value) {
    return signed(value, "%+.2f");
  }

  private static String signed(double value, String format) {
    String text = String.format(Locale.ROOT, format, value);
    boolean zero = text.replaceAll("[^1-9]", "").isEmpty();
    return zero ? text.replaceFirst("[+-]", "±") : text.replace('-', '−');
  }

  /** The people of a session in one line each, for a terminal. */
  public static List<String> summary(SessionAnalysis analysis) {
    List<String> lines = new ArrayList<>();
    for (PersonAnalysis person : analysis.people()) {
      StringBuilder shares = new StringBuilder();
      for (Map.Entry<String, Double> entry : person.secondsByLabel().entrySet()) {
        double share = entry.getValue() / person.seenSeconds();
        if (share >= 0.005) {
          shares.append(shares.isEmpty() ? "" : ", ");
          shares.append(String.format(Locale.ROOT, "%s %.0f %%", entry.getKey(), 100 * share));
        }
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "person %d  seen %s (%.0f %%, well %.0f %%)  %s",
              person.number(),
              Spans.text(person.seenSeconds()),
              100 * person.coverage(),
              100 * person.usableCoverage(),
              shares));
    }
    if (lines.isEmpty()) {
      lines.add(
          analysis.passersBy() == 0
              ? "nobody was seen"
              : "nobody was seen for a second or more; %s for less"
                  .formatted(Plural.count(analysis.passersBy(), "face")));
    }
    return lines;
  }
}
