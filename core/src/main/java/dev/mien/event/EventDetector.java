package dev.mien.event;

import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.event.ExpressionEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Watches the frames of one stream for what rules ask for, per person: a value must stay beyond the
 * threshold for the dwell time, an event lasts until the value comes back to the release, and after
 * it the rule rests. A face that is missing for a moment changes nothing; a person who is gone ends
 * what was going on (with a value of 0), and so does {@link #end}. Not thread-safe.
 */
public final class EventDetector {
  /** The track of what concerns the stream as a whole. */
  public static final int WHOLE_STREAM = 0;

  private final List<EventRule> rules;
  private final EventListener listener;
  private final Map<Key, State> states = new HashMap<>();

  private record Key(EventRule rule, int track) {}

  /**
   * Of a rule and a person: since when the threshold is passed, whether it was reported, the rest,
   * the latest value.
   */
  private static final class State {
    @Nullable Duration since;
    boolean told;
    @Nullable Duration restUntil;
    double value;
  }

  /** Watches without telling anybody but the caller of {@link #update}. */
  public EventDetector(List<EventRule> rules) {
    this(rules, event -> {});
  }

  /** Watches, and tells a listener as well. */
  public EventDetector(List<EventRule> rules, EventListener listener) {
    this.rules = List.copyOf(rules);
    this.listener = listener;
  }

  /** What began or ended with the next frame, in the order of the rules. */
  public List<ExpressionEvent> update(FrameResult frame) {
    List<ExpressionEvent> events = new ArrayList<>();
    for (EventRule rule : rules) {
      if (rule.signal() instanceof Signal.NoFace) {
        step(rule, WHOLE_STREAM, frame.faces().isEmpty() ? 1 : 0, frame.time(), events);
      } else {
        for (TrackedFace face : frame.faces()) {
          step(rule, face.track(), rule.signal().of(face.smoothed()), frame.time(), events);
        }
      }
    }
    forget(frame, events);
    events.forEach(listener::onEvent);
    return events;
  }

  private void step(
      EventRule rule, int track, double value, Duration time, List<ExpressionEvent> events) {
    State state = states.computeIfAbsent(new Key(rule, track), key -> new State());
    state.value = value;
    if (state.told) {
      if (rule.ends(value)) {
        events.add(new ExpressionEvent(rule.name(), Kind.ENDED, time, track, value));
        state.told = false;
        state.since = null;
        state.restUntil = time.plus(rule.coolDown());
      }
    } else if (!rule.begins(value)) {
      state.since = null;
    } else {
      if (state.since == null) {
        state.since = time;
      }
      boolean rested = state.restUntil == null || time.compareTo(state.restUntil) >= 0;
      if (rested && time.minus(state.since).compareTo(rule.dwell()) >= 0) {
        events.add(new ExpressionEvent(rule.name(), Kind.STARTED, time, track, value));
        state.told = true;
      }
    }
  }

  /**
   * The stream is over: what was going on ends. The next frame is the first of another stream.
   *
   * @param time of the last frame
   * @return what ended, in the order of the rules
   */
  public List<ExpressionEvent> end(Duration time) {
    List<ExpressionEvent> events = new ArrayList<>();
    endAll(key -> true, state -> state.value, time, events);
    states.clear();
    events.forEach(listener::onEvent);
    return events;
  }

  /** Ends what was going on with people who are gone. */
  private void forget(FrameResult frame, List<ExpressionEvent> events) {
    Set<Integer> present = new HashSet<>(frame.missing());
    present.add(WHOLE_STREAM);
    frame.faces().forEach(face -> present.add(face.track()));
    endAll(key -> !present.contains(key.track()), state -> 0, frame.time(), events);
    states.keySet().removeIf(key -> !present.contains(key.track()));
  }

  /** Ends what is going on with some people, in the order of the rules and of their tracks. */
  private void endAll(
      Predicate<Key> people,
      ToDoubleFunction<State> value,
      Duration time,
      List<ExpressionEvent> events) {
    for (EventRule rule : rules) {
      states.entrySet().stream()
          .filter(entry -> entry.getKey().rule().equals(rule) && entry.getValue().told)
          .filter(entry -> people.test(entry.getKey()))
          .sorted(Comparator.comparingInt(entry -> entry.getKey().track()))
          .forEach(
              entry ->
                  events.add(
                      new ExpressionEvent(
                          rule.name(),
                          Kind.ENDED,
                          time,
                          entry.getKey().track(),
                          value.applyAsDouble(entry.getValue()))));
    }
  }
}
