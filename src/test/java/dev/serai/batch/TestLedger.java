package dev.serai.batch;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A ledger that gives the answers of a test and records its calls; a call without an answer is an
 * error.
 */
public final class TestLedger {

  private final Map<String, Supplier<?>> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  /** Sets the answer to every call of the method of this name. */
  public TestLedger answer(String method, Supplier<?> answer) {
    answers.put(method, answer);
    return this;
  }

  /** The names of the methods that were called, in this order. */
  public List<String> asked() {
    return asked;
  }

  public ItemLedger ledger() {
    return (ItemLedger)
        Proxy.newProxyInstance(
            ItemLedger.class.getClassLoader(),
            new Class<?>[] {ItemLedger.class},
            (proxy, method, arguments) -> {
              asked.add(method.getName());
              Supplier<?> answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answer.get();
            });
  }
}
