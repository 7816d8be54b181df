package dev.mien.app.session.report;

import dev.mien.FaceResult;
import dev.mien.app.session.TimeRange;
import dev.mien.app.session.analysis.CurvePoint;
import dev.mien.app.session.analysis.Episode;
import dev.mien.app.session.analysis.PersonAnalysis;
import dev.mien.event.ExpressionEvent;
import dev.mien.output.Palette;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A person's session as an SVG drawing: a strip of expressions, curves of valence and arousal,
 * events and a time axis. Where no face was seen, the strip is hatched and the curves break off.
 */
final class Timeline {
  private static final int WIDTH = 1000;
  private static final int LEFT = 76;
  private static final int RIGHT = 16;
  private static final int STRIP_TOP = 22;
  private static final int STRIP_HEIGHT = 34;
  private static final int CURVE_TOP = 76;
  private static final int CURVE_HEIGHT = 120;
  private static final int AXIS = CURVE_TOP + CURVE_HEIGHT + 8;
  private static final int HEIGHT = AXIS + 28;
  private static final int TICKS = 8;

  private final PersonAnalysis person;
  private final List<ExpressionEvent> events;
  private final List<Duration> cuts;
  private final double end;
  private final StringBuilder svg = new StringBuilder();

  private Timeline(
      PersonAnalysis person, List<ExpressionEvent> events, List<Duration> cuts, Duration end) {
    this.person = person;
    this.events = events;
    this.cuts = cuts;
    this.end = Math.max(1, Spans.seconds(end));
  }

  /** Draws. */
  static String svg(
      PersonAnalysis person, List<ExpressionEvent> events, List<Duration> cuts, Duration end) {
    return new Timeline(person, events, cuts, end).draw();
  }

  private String draw() {
    add(
        "<svg class=\"timeline\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Time line of person"
            + " %d: expressions, valence and arousal; the tables below say the same in figures\">",
        WIDTH, HEIGHT, person.number());
    add(
        "<defs><pattern id=\"away%d\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\""
            + " patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\""
            + " y2=\"6\"/></pattern></defs>",
        person.number());
    strip();
    curves();
    marks();
    axis();
    add("</svg>");
    return svg.toString();
  }

  private void strip() {
    add("<text class=\"label\" x=\"0\" y=\"%d\">expression</text>", STRIP_TOP + 21);
    add(
        "<rect class=\"ground\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
        LEFT, STRIP_TOP, WIDTH - LEFT - RIGHT, STRIP_HEIGHT);
    for (Episode episode : person.episodes()) {
      bar(
          episode.range(),
          Palette.css(FaceResult.emotionOf(episode.label())),
          "%s, %s, %s"
              .formatted(
                  episode.label(),
                  "from " + Spans.clock(episode.range().from()),
                  Spans.text(episode.range().length())));
    }
    for (TimeRange range : person.missing()) {
      bar(
          range,
          "url(#away" + person.number() + ")",
          "no face from %s, %s".formatted(Spans.clock(range.from()), Spans.text(range.length())));
    }
  }

  private void bar(TimeRange range, String fill, String title) {
    double from = x(Spans.seconds(range.from()));
    double to = x(Spans.seconds(range.to()));
    add(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>",
        from, STRIP_TOP, Math.max(0.8, to - from), STRIP_HEIGHT, fill, title);
  }

  private void curves() {
    double middle = CURVE_TOP + CURVE_HEIGHT / 2.0;
    add("<text class=\"label\" x=\"0\" y=\"%d\">+1</text>", CURVE_TOP + 5);
    add("<text class=\"label\" x=\"0\" y=\"%.0f\">0</text>", middle + 4);
    add("<text class=\"label\" x=\"0\" y=\"%d\">−1</text>", CURVE_TOP + CURVE_HEIGHT + 4);
    for (double y : new double[] {CURVE_TOP, middle, CURVE_TOP + CURVE_HEIGHT}) {
      add(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.0f\" y2=\"%.0f\"/>",
          LEFT, WIDTH - RIGHT, y, y);
    }
    curve("arousal", CurvePoint::arousal);
    curve("valence", CurvePoint::valence);
  }

  private void curve(String name, ToDoubleFunction<CurvePoint> value) {
    StringBuilder path = new StringBuilder();
    double before = Double.NEGATIVE_INFINITY;
    for (CurvePoint point : person.curve()) {
      double time = Spans.seconds(point.time());
      boolean goesOn = time - before < 1.5 * person.curveSeconds();
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              goesOn ? "L" : "M",
              x(time + person.curveSeconds() / 2),
              CURVE_TOP + CURVE_HEIGHT * (1 - value.applyAsDouble(point)) / 2));
      before = time;
    }
    add("<path class=\"%s\" d=\"%s\"/>", name, path);
  }

  private void marks() {
    for (Duration cut : cuts) {
      double x = x(Spans.seconds(cut));
      add(
          "<line class=\"cut\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"><title>cut at"
              + " %s</title></line>",
          x, x, STRIP_TOP - 6, CURVE_TOP + CURVE_HEIGHT, Spans.clock(cut));
    }
    for (ExpressionEvent event : events) {
      boolean mine = event.track() == 0 || person.tracks().contains(event.track());
      if (mine && event.kind() == ExpressionEvent.Kind.STARTED) {
        double x = x(Spans.seconds(event.time()));
        add(
            "<g class=\"mark\"><title>%s at %s</title><line x1=\"%.1f\" x2=\"%.1f\" y1=\"14\""
                + " y2=\"%d\"/><path d=\"M%.1f 14l-5 -9h10z\"/></g>",
            Html.escape(event.rule()),
            Spans.clock(event.time()),
            x,
            x,
            CURVE_TOP + CURVE_HEIGHT,
            x);
      }
    }
  }

  private void axis() {
    double step = Spans.step(end / TICKS);
    for (double time = 0; time <= end + 1e-9; time += step) {
      add(
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          x(time), x(time), AXIS - 8, AXIS);
      add(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s</text>",
          x(time), AXIS + 14, Spans.clock(time));
    }
  }

  private double x(double seconds) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(1, seconds / end);
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
