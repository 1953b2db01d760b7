package dev.serai.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The rounds of creations side by side: each is compared with the raw one next to it, the first.
 */
final class CreationTable {

  private final Map<String, List<Round>> rows = new LinkedHashMap<>();

  void add(String name, Round round) {
    rows.computeIfAbsent(name, any -> new ArrayList<>()).add(round);
  }

  void print(PrintStream out) {
    out.println();
    out.println(
        "            per second          ratio to raw          p50 ms  p99 ms   cpu ms/pod:"
            + " client  Serai");
    out.println("            median (range)      median (range)        (medians)");
    List<Round> raw = rows.values().iterator().next();
    rows.forEach((name, rounds) -> row(out, name, raw, rounds));
    out.println();
  }

  private static void row(PrintStream out, String name, List<Round> raw, List<Round> rounds) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds.size(); i++) {
      ratios.add(rounds.get(i).sample().perSecond() / raw.get(i).sample().perSecond());
    }
    List<Double> rates = each(rounds, round -> round.sample().perSecond());
    out.printf(
        "%-10s  %4.0f (%4.0f - %4.0f)   %.2f (%.2f - %.2f)   %6s  %6s %19.2f %6.2f%n",
        name,
        median(rates),
        rates.stream().min(Double::compare).orElseThrow(),
        rates.stream().max(Double::compare).orElseThrow(),
        median(ratios),
        ratios.stream().min(Double::compare).orElseThrow(),
        ratios.stream().max(Double::compare).orElseThrow(),
        shown(median(each(rounds, round -> round.sample().percentile(0.5)))),
        shown(median(each(rounds, round -> round.sample().percentile(0.99)))),
        median(each(rounds, Round::clientMillis)),
        median(each(rounds, Round::serverMillis)));
  }

  private static List<Double> each(List<Round> rounds, ToDoubleFunction<Round> value) {
    return rounds.stream().map(value::applyAsDouble).toList();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String shown(double value) {
    return Double.isNaN(value) ? "-" : String.format("%.0f", value);
  }
}
