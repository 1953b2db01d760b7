package dev.serai;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes when a test says so. */
public final class MovedClock extends Clock {

  private volatile Instant now;

  public MovedClock(Instant start) {
    now = start;
  }

  public void move(Duration by) {
    now = now.plus(by);
  }

  public void moveTo(Instant then) {
    now = then;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
