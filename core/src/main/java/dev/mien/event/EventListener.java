package dev.mien.event;

/** Receives events, on the thread that gives the frames. */
@FunctionalInterface
public interface EventListener {
  /** Something began or ended. */
  void onEvent(ExpressionEvent event);
}
