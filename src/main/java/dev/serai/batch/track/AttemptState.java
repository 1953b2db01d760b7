package dev.serai.batch.track;

/**
 * What this replica knows of one attempt, from the claim to the saved outcome. The database decides
 * who holds an attempt; this state decides what this replica does about it.
 *
 * <pre>
 * CLAIMED -> DISPATCHED -> CREATING -> CREATED -> RECORDED -> RUNNING -> ENDED
 *                ^            |
 *                +- UNCERTAIN +
 * </pre>
 *
 * Creation, watch and sweep run on separate threads, so an event may come late: one that no longer
 * applies changes nothing. {@link #after} has the whole table.
 */
public enum AttemptState {
  /** This replica holds no claim, and follows no pod of the attempt. */
  UNTRACKED,
  /** Claimed, and not yet handed to a starter. */
  CLAIMED,
  /** Waits for a starter; nothing was sent. */
  DISPATCHED,
  /** A starter is creating the pod. */
  CREATING,
  /** The creation may have been carried out. It is repeated later, with the same name. */
  UNCERTAIN,
  /** The claim expired before a pod was known; the next replica to claim the attempt decides. */
  EXPIRED,
  /** The pod exists, and the database may not know it. */
  CREATED,
  /** The database knows the pod. */
  RECORDED,
  /** The database knows that the program runs. */
  RUNNING,
  /** The outcome is saved. The attempt is tracked until its pod is deleted. */
  ENDED;

  /** What happens to an attempt. */
  public enum Event {
    /** This replica has claimed the attempt in the database; that overrides all earlier states. */
    CLAIM,
    /** The claim is handed to a starter. */
    DISPATCH,
    /** A starter begins to create the pod. */
    BEGIN,
    /** An API server has answered that the pod exists. */
    CREATE,
    /** No API server has answered whether the pod exists. */
    LOSE_ANSWER,
    /** The claim has expired. */
    EXPIRE,
    /** The claim was released, or the attempt ended without a pod. */
    RELEASE,
    /** A pod was observed whose attempt was claimed before this process started. */
    ADOPT,
    /** The database has recorded the pod. */
    RECORD,
    /** The database has recorded that the program runs. */
    RUN,
    /** The database has saved the outcome, or had one already. */
    END
  }

  /**
   * The state after an event; the same state where the event no longer applies.
   *
   * @throws IllegalStateException if an attempt in this state cannot be dispatched
   */
  AttemptState after(Event event) {
    return switch (event) {
      case CLAIM -> CLAIMED;
      case DISPATCH -> {
        if (this != CLAIMED && this != UNCERTAIN) {
          throw new IllegalStateException("an attempt that is " + this + " cannot be dispatched");
        }
        yield DISPATCHED;
      }
      case BEGIN -> this == DISPATCHED ? CREATING : this;
      case CREATE -> isPending() || this == EXPIRED ? CREATED : this;
      case LOSE_ANSWER -> this == CREATING ? UNCERTAIN : this;
      case EXPIRE -> isPending() ? EXPIRED : this;
      case RELEASE -> isPending() || this == EXPIRED ? UNTRACKED : this;
      case ADOPT -> isActive() ? this : CREATED;
      case RECORD -> isActive() && this != RUNNING ? RECORDED : this;
      case RUN -> isActive() ? RUNNING : this;
      case END -> isActive() ? ENDED : this;
    };
  }

  /** Whether a claim is held for which no pod is known. */
  boolean isPending() {
    return isStarting() || this == UNCERTAIN;
  }

  /** Whether the claim is queued for a starter, or a starter works on it. */
  boolean isStarting() {
    return this == CLAIMED || this == DISPATCHED || this == CREATING;
  }

  /** Whether the attempt belongs to this replica, which knows no outcome of it. */
  boolean isActive() {
    return this != UNTRACKED && this != ENDED;
  }

  /** Whether the database knows the pod. */
  boolean isRecorded() {
    return this == RECORDED || this == RUNNING;
  }
}
