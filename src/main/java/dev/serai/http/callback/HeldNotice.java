package dev.serai.http.callback;

import dev.serai.batch.Notices.Kind;
import dev.serai.batch.Notices.Notice;
import java.time.Instant;
import java.util.Objects;

/**
 * What is to be told, and is this replica's to tell for a while.
 *
 * @param until when another may take it up
 */
public record HeldNotice(Notice notice, Instant until) {

  public HeldNotice {
    Objects.requireNonNull(notice, "notice is null");
    Objects.requireNonNull(until, "until is null");
  }

  /** Whether it is told by an event, and not by a callback. */
  public boolean isEvent() {
    return notice.kind() == Kind.EVENT;
  }

  /** Without the URL, which may hold secrets. */
  @Override
  public String toString() {
    return "HeldNotice[" + notice.batch() + " " + notice.kind() + "]";
  }
}
