package dev.serai.http.batch;

import dev.serai.batch.BatchState;
import dev.serai.batch.ItemState;
import dev.serai.http.QueryValues;
import dev.serai.instance.BatchIdFormat;
import dev.serai.instance.Count;
import dev.serai.instance.RequestRejectedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parses the query parameters of requests for batches. */
public final class BatchQuery {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  private BatchQuery() {}

  public static boolean isId(String text) {
    return BatchIdFormat.matches(text);
  }

  static int limit(String text) {
    return QueryValues.isGiven(text) ? Count.parse("limit", text, 1, MAX_LIMIT) : DEFAULT_LIMIT;
  }

  static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(QueryValues::isGiven);
  }

  /** The last batch of the previous page. */
  static Optional<String> afterBatch(String text) {
    if (QueryValues.isGiven(text) && !isId(text)) {
      throw RequestRejectedException.invalid("after", notFromHere(text));
    }
    return given(text);
  }

  /** The position of the last item of the previous page; -1 for the first page. */
  static int afterItem(String text) {
    if (!QueryValues.isGiven(text)) {
      return -1;
    }
    try {
      return Count.parse("after", text, 0, Integer.MAX_VALUE);
    } catch (RequestRejectedException e) {
      throw RequestRejectedException.invalid("after", notFromHere(text));
    }
  }

  private static String notFromHere(String text) {
    return RequestRejectedException.excerpt(text) + " is not the \"next\" of a page";
  }

  static Optional<BatchState> batchState(String text) {
    return given(text).map(state -> oneOf(BatchState.class, state));
  }

  public static Optional<ItemState> itemState(String text) {
    return given(text).map(state -> oneOf(ItemState.class, state));
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    String wanted = text.toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(state -> state.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                RequestRejectedException.invalid(
                    "state",
                    RequestRejectedException.excerpt(text)
                        + " is none of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }
}
