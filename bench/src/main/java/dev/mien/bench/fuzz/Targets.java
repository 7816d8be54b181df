package dev.mien.bench.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All targets. */
final class Targets {
  private Targets() {}

  static List<FuzzTarget> all() throws IOException {
    List<FuzzTarget> targets = new ArrayList<>();
    targets.addAll(ImageTargets.all());
    targets.addAll(FileTargets.all());
    targets.addAll(ServerTargets.all());
    return targets;
  }
}
