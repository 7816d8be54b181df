package dev.mien.app.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Keeps so many frames as memory is meant for: all at first; every second, fourth … as more come. A
 * cut at a frame that is left out is one at the next that is kept.
 */
final class FrameThinning {
  private final int most;
  private final ToIntFunction<RecordedFrame> size;
  private List<RecordedFrame> kept = new ArrayList<>();
  private int keptSize;
  private int added;
  private int stride = 1;

  /** Whether there was a cut among the frames that were left out. */
  private boolean cut;

  /**
   * @param most the size of all that are kept, at most
   * @param size of a frame
   */
  FrameThinning(int most, ToIntFunction<RecordedFrame> size) {
    this.most = most;
    this.size = size;
  }

  void add(RecordedFrame frame) {
    cut |= frame.cut();
    if (added++ % stride == 0) {
      keep(cut ? frame.behindCut() : frame);
      cut = false;
    }
    while (keptSize >= most && kept.size() > 1) {
      halve();
    }
  }

  private void keep(RecordedFrame frame) {
    kept.add(frame);
    keptSize += size.applyAsInt(frame);
  }

  private void halve() {
    List<RecordedFrame> before = kept;
    kept = new ArrayList<>();
    keptSize = 0;
    for (int i = 0; i < before.size(); i += 2) {
      boolean cutBefore = i > 0 && before.get(i - 1).cut();
      keep(cutBefore ? before.get(i).behindCut() : before.get(i));
    }
    if (before.size() % 2 == 0) {
      cut |= before.get(before.size() - 1).cut();
    }
    stride *= 2;
  }

  /** How many were added. */
  int count() {
    return added;
  }

  /** Those that are kept, in their order. */
  List<RecordedFrame> frames() {
    return kept;
  }
}
