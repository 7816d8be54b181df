package dev.mien.app.session;

/** A session cannot be found or its store cannot be used; the message is one sentence. */
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Reason {
    /** There is no such session. */
    UNKNOWN,
    /** The session takes nothing more. */
    ENDED,
    /** Another process writes to the session. */
    TAKEN,
    /** The store cannot be opened, read or written. */
    STORE
  }

  private final Reason reason;

  private SessionException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The store cannot be used: one sentence that says why. */
  public SessionException(String message) {
    this(Reason.STORE, message);
  }

  /** The store cannot be used, with the cause. */
  public SessionException(String message, Throwable cause) {
    super(message, cause);
    reason = Reason.STORE;
  }

  static SessionException unknown(String id) {
    return new SessionException(Reason.UNKNOWN, "there is no session %.40s".formatted(id));
  }

  static SessionException ended(String id) {
    return new SessionException(Reason.ENDED, "session " + id + " was ended");
  }

  /** A recorder that was closed takes nothing more. */
  static SessionException closed(String id) {
    return new SessionException(
        Reason.ENDED, "session " + id + " was ended, or another stream took it over");
  }

  static SessionException takenOver(String id) {
    return new SessionException(Reason.TAKEN, "another process writes to session " + id);
  }

  /** Whose fault it is. */
  public Reason reason() {
    return reason;
  }

  /** Whether the session takes nothing from here any more, however well the store is. */
  public boolean isFinal() {
    return reason != Reason.STORE;
  }
}
