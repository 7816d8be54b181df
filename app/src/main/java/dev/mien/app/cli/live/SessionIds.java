package dev.mien.app.cli.live;

import dev.mien.app.cli.console.UserException;
import dev.mien.app.session.SessionInfo;
import dev.mien.app.session.SessionStore;
import java.util.List;

/** The ids of sessions as people type them: as much of the beginning as tells them apart. */
final class SessionIds {
  private static final int SHORTEST = 8;

  private SessionIds() {}

  /** How many characters of the ids tell these sessions apart; 8 or more. */
  static int shortLength(List<SessionInfo> sessions) {
    int longest = sessions.stream().mapToInt(info -> info.id().length()).max().orElse(SHORTEST);
    for (int length = SHORTEST; length < longest; length++) {
      int characters = length;
      long distinct =
          sessions.stream().map(info -> info.id().substring(0, characters)).distinct().count();
      if (distinct == sessions.size()) {
        return length;
      }
    }
    return longest;
  }

  /**
   * The whole id.
   *
   * @throws UserException if several begin so
   */
  static String find(SessionStore store, String beginning) {
    List<String> matches =
        store.list().stream().map(SessionInfo::id).filter(id -> id.startsWith(beginning)).toList();
    if (matches.size() > 1) {
      throw new UserException(
          "%d sessions have an id that begins with %s: type more of it"
              .formatted(matches.size(), beginning));
    }
    // Of an unknown one, the store says so.
    return matches.isEmpty() ? beginning : matches.get(0);
  }
}
