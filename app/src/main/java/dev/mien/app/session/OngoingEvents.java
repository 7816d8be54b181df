package dev.mien.app.session;

import dev.mien.event.ExpressionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What has begun in a session and not ended yet. Not thread-safe. */
final class OngoingEvents {
  private final List<ExpressionEvent> started = new ArrayList<>();

  /** Takes note of what began or ended. */
  void update(ExpressionEvent event) {
    started.removeIf(each -> each.rule().equals(event.rule()) && each.track() == event.track());
    if (event.kind() == ExpressionEvent.Kind.STARTED) {
      started.add(event);
    }
  }

  /** Ends what is going on, with a value of 0, and forgets it. */
  List<ExpressionEvent> end(Duration time) {
    List<ExpressionEvent> ended =
        started.stream()
            .map(
                each ->
                    new ExpressionEvent(
                        each.rule(), ExpressionEvent.Kind.ENDED, time, each.track(), 0))
            .toList();
    started.clear();
    return ended;
  }
}
