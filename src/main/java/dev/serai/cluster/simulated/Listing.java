package dev.serai.cluster.simulated;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalInt;

/**
 * Lists by pages. The pages after the first show the present, under the version of the first one: a
 * client that then watches from that version gets all later changes again, and arrives at the right
 * state.
 */
final class Listing {

  private record Token(long version, String key) {

    String encode() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((version + " " + key).getBytes(StandardCharsets.UTF_8));
    }

    static Token decode(String text) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
        return new Token(Long.parseLong(parts[0]), parts[1]);
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw ApiStatusException.badRequest(
            "continue key is not valid: it was not made by this server");
      }
    }
  }

  private Listing() {}

  /**
   * @param limit items of a page; all of them if empty
   * @param continued the token of the page before, or nothing
   * @throws ApiStatusException 400 for a token that is none, 410 for one that is too old
   */
  static Buffer page(
      ObjectStore store,
      Resource resource,
      ObjectSelector selection,
      OptionalInt limit,
      String continued) {
    Token from = continued.isEmpty() ? new Token(store.version(), "") : Token.decode(continued);
    if (!continued.isEmpty()) {
      try {
        store.since(resource, from.version());
      } catch (ApiStatusException tooOld) {
        throw ApiStatusException.expired(
            "The provided continue parameter is too old to display a consistent list result. You"
                + " can start a new list without the continue parameter.");
      }
    }
    Buffer items = Buffer.buffer();
    int count = 0;
    String last = "";
    int rest = 0;
    for (StoredObject stored : store.after(resource, selection.namespace(), from.key())) {
      if (!selection.matches(stored)) {
        continue;
      }
      if (limit.isPresent() && count == limit.getAsInt()) {
        rest++;
        continue;
      }
      items.appendString(count++ == 0 ? "" : ",").appendBuffer(stored.json());
      last = stored.key();
    }
    StringBuilder meta =
        new StringBuilder("{\"resourceVersion\":\"").append(from.version()).append('"');
    if (rest > 0) {
      meta.append(",\"continue\":\"").append(new Token(from.version(), last).encode()).append('"');
      if (!selection.selects()) {
        meta.append(",\"remainingItemCount\":").append(rest);
      }
    }
    return Buffer.buffer(items.length() + 200)
        .appendString("{\"kind\":\"" + resource.kind + "List\",\"apiVersion\":\"")
        .appendString(resource.apiVersion() + "\",\"metadata\":" + meta + "},\"items\":[")
        .appendBuffer(items)
        .appendString("]}\n");
  }
}
