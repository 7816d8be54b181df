package dev.mien.app.session;

import dev.mien.event.ExpressionEvent;
import java.util.ArrayList;
import java.util.List;

/** What a recorder has not written yet. Not thread-safe. */
record PendingRows(
    List<RecordedFrame> frames, List<ExpressionEvent> events, List<FaceImage> pictures) {
  static PendingRows none() {
    return new PendingRows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  boolean isEmpty() {
    return frames.isEmpty() && events.isEmpty() && pictures.isEmpty();
  }

  /** These, and then later ones. */
  PendingRows followedBy(PendingRows later) {
    frames.addAll(later.frames);
    events.addAll(later.events);
    pictures.addAll(later.pictures);
    return this;
  }
}
