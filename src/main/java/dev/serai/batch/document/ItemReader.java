package dev.serai.batch.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.NewItem;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Place;
import dev.serai.environment.EnvCatalogue;
import dev.serai.instance.EnvRef;
import dev.serai.instance.Fault;
import dev.serai.instance.Refusal;
import dev.serai.instance.RequestFaults;
import dev.serai.instance.RequestReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays items over the defaults, which makes each the body of a creation, and checks that. */
final class ItemReader {

  static final String VARIABLES = "environment_variables";

  private static final String ID = "id";
  private static final String TIMEOUT = "timeout";
  private static final String ENV = "envName";
  private static final String LABELS = "labels";
  private static final String OWNER = "owner";
  private static final int MAX_ID = 128;

  /** What requests for instances have, or those who know other programs write. */
  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("ttl", "; an item's limit is its timeout"),
          Map.entry(OWNER, "; it is the batch's: write it at the top"),
          Map.entry("env", "; variables are environment_variables, and envName is the environment"),
          Map.entry("image", "; the environment that envName names has it"),
          Map.entry("args", "; did you mean arguments?"),
          Map.entry("command", "; the environment that envName names has it"));

  // stands in for one whose fault has been told
  private static final String ANY_ENV = "any@1";

  /** The whole of what is placed by one is placed by the other: a cluster lies in one region. */
  private static final String PLACEMENT = "placement";

  private final RequestReader requests;
  private final RequestFaults rules;
  private final EnvCatalogue environments;
  private final SpecReader spec;
  private final ObjectNode base;
  private final Optional<Duration> timeout;
  private final boolean envIsWrong;
  private final SeenIds ids = new SeenIds();

  private ItemReader(
      RequestReader requests,
      EnvCatalogue environments,
      SpecReader spec,
      ObjectNode base,
      Optional<Duration> timeout,
      boolean envIsWrong) {
    this.requests = requests;
    this.rules = new RequestFaults(requests);
    this.environments = environments;
    this.spec = spec;
    this.base = base;
    this.timeout = timeout;
    this.envIsWrong = envIsWrong;
  }

  /** Reads the defaults, and what else of the header is every item's. */
  static ItemReader of(
      Fields header, RequestReader requests, EnvCatalogue environments, SpecReader spec) {
    RequestFaults rules = new RequestFaults(requests);
    ObjectNode ofBatch = header.object().objectNode();
    header.text(OWNER).ifPresent(owner -> ofBatch.put(OWNER, owner));
    header.value(LABELS).ifPresent(labels -> ofBatch.set(LABELS, labels));
    removeWrong(ofBatch, header.place(), rules, header.faults());
    ObjectNode defaults = header.object("defaults").orElseGet(header.object()::objectNode);
    Fields fields = new Fields(defaults, header.place().key("defaults"), header.faults());
    fields.allowOnly(known(requests).filter(name -> !name.equals(ID)).toList(), ADVICE);
    Optional<Duration> timeout = spec.timeout(fields, TIMEOUT);
    defaults.remove(TIMEOUT);
    boolean hadEnv = fields.has(ENV);
    removeWrong(defaults, fields.place(), rules, header.faults());
    if (fields.has(ENV)) {
      Optional<String> unknown = unknown(environments, defaults.get(ENV).textValue());
      unknown.ifPresent(why -> fields.fault(ENV, why));
      unknown.ifPresent(why -> defaults.remove(ENV));
    }
    return new ItemReader(
        requests, environments, spec, over(ofBatch, defaults), timeout, hadEnv && !fields.has(ENV));
  }

  /** Takes off the fields that are wrong, so that they are told once and not of every item. */
  private static void removeWrong(
      ObjectNode part, Place place, RequestFaults rules, FaultList faults) {
    for (String name : List.copyOf(names(part))) {
      ObjectNode alone = part.objectNode();
      alone.set(name, part.get(name));
      List<Fault> wrong = rules.ofParts(alone);
      wrong.forEach(fault -> faults.add(place.at(fault.path()), fault.message()));
      if (!wrong.isEmpty()) {
        part.remove(name);
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(entry -> entry.getKey()).toList();
  }

  private static Stream<String> known(RequestReader requests) {
    // whose it is, the batch says; and how long it lives, the timeout
    Stream<String> ofRequest =
        requests.fields().stream().filter(name -> !name.equals(OWNER) && !name.equals("ttl"));
    return Stream.concat(Stream.of(ID, TIMEOUT), ofRequest);
  }

  /** Advice for those who write at the top what is an item's. */
  static Map<String, String> ofDefaults(RequestReader requests) {
    return known(requests)
        .filter(name -> !name.equals(ID))
        .collect(Collectors.toMap(name -> name, name -> "; write it into defaults"));
  }

  /** The item, with everything that is wrong with it noted; empty if anything is. */
  Optional<NewItem> check(WrittenItem written, FaultList faults) {
    if (written.object().isEmpty()) {
      return Optional.empty();
    }
    int before = faults.size();
    Fields fields = new Fields(written.object().get(), written.place(), faults);
    fields.allowOnly(known(requests).toList(), ADVICE);
    Optional<String> id =
        fields.has(ID) ? fields.name(ID, MAX_ID) : Optional.of(String.valueOf(written.position()));
    id.ifPresent(text -> checkUnique(text, written, fields));
    spec.timeout(fields, TIMEOUT);
    checkRequest(request(fields.object()), fields);
    return faults.size() > before ? Optional.empty() : Optional.of(read(written));
  }

  private void checkUnique(String id, WrittenItem written, Fields fields) {
    OptionalInt other = ids.add(id, written.position());
    if (other.isPresent()) {
      fields.fault(
          ID, Refusal.excerpt(id) + " is also that of the item at position " + other.getAsInt());
    }
  }

  private void checkRequest(ObjectNode request, Fields fields) {
    if (envIsWrong && !request.has(ENV)) {
      request.put(ENV, ANY_ENV);
    }
    try {
      EnvRef env = requests.read(request).env();
      if (!envIsWrong || fields.has(ENV)) {
        unknown(environments, env.toString()).ifPresent(why -> fields.fault(ENV, why));
      }
    } catch (Refusal refusal) {
      for (Fault fault : rules.of(request)) {
        fields.faults().add(fields.place().at(fault.path()), fault.message());
      }
    }
  }

  private static Optional<String> unknown(EnvCatalogue environments, String env) {
    try {
      environments.require(EnvRef.parse(ENV, env));
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of("is unknown: " + refusal.getMessage());
    }
  }

  /** The item, which has been checked. */
  NewItem read(WrittenItem written) {
    ObjectNode item = written.object().orElseThrow();
    Fields fields = new Fields(item, written.place(), new FaultList());
    JsonNode request = Canonical.of(request(item));
    return new NewItem(
        fields.text(ID).orElseGet(() -> String.valueOf(written.position())),
        request.toString(),
        target(request.path(PLACEMENT)),
        fields.duration(TIMEOUT).or(() -> timeout));
  }

  private static String target(JsonNode placement) {
    return placement.path("cluster").asText(placement.path("region").asText(""));
  }

  private ObjectNode request(ObjectNode item) {
    ObjectNode own = item.deepCopy();
    own.remove(List.of(ID, TIMEOUT));
    return over(base, own);
  }

  /** Maps are laid over maps; what is a list, and where it is placed, is replaced as a whole. */
  private static ObjectNode over(ObjectNode below, ObjectNode above) {
    ObjectNode all = below.deepCopy();
    above
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                all.set(entry.getKey(), over(entry.getKey(), all, entry.getValue()));
              }
            });
    return all;
  }

  private static JsonNode over(String name, ObjectNode below, JsonNode above) {
    JsonNode there = below.get(name);
    boolean merged =
        there instanceof ObjectNode && above instanceof ObjectNode && !name.equals(PLACEMENT);
    return merged ? laid((ObjectNode) there, (ObjectNode) above) : above;
  }

  /** As {@link #over}, but null is a value in the depth: it takes away what is below. */
  private static ObjectNode laid(ObjectNode below, ObjectNode above) {
    ObjectNode all = below.deepCopy();
    above
        .properties()
        .forEach(
            entry -> {
              JsonNode there = all.get(entry.getKey());
              boolean both = there instanceof ObjectNode && entry.getValue() instanceof ObjectNode;
              all.set(
                  entry.getKey(),
                  both
                      ? laid((ObjectNode) there, (ObjectNode) entry.getValue())
                      : entry.getValue());
            });
    return all;
  }
}
