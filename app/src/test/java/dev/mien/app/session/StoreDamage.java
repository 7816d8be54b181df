package dev.mien.app.session;

/** Lets a data base fail as it does when there is no room, and mends it. */
public final class StoreDamage {
  private StoreDamage() {}

  /** Every write of a frame fails from now on. */
  public static void breakDown(SessionStore store) {
    store.write(handle -> handle.execute("alter table frame rename to gone"));
  }

  public static void repair(SessionStore store) {
    store.write(handle -> handle.execute("alter table gone rename to frame"));
  }
}
