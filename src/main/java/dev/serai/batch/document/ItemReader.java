package dev.serai.batch.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.base.CanonicalJson;
import dev.serai.base.JsonMergePatch;
import dev.serai.base.Sha256;
import dev.serai.batch.NewItem;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Place;
import dev.serai.environment.EnvCatalogue;
import dev.serai.instance.EnvRef;
import dev.serai.instance.Fault;
import dev.serai.instance.RequestFaults;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Merges each item with the defaults into the body of a creation, and checks that. */
final class ItemReader {

  static final String VARIABLES = "environment_variables";

  private static final String ID = "id";
  private static final String TIMEOUT = "timeout";
  private static final String ENV = "envName";
  private static final String LABELS = "labels";
  private static final String OWNER = "owner";
  private static final int MAX_ID = 128;

  /** Advice for names that are fields of other requests, or usual in other programs. */
  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("ttl", "; an item's limit is its timeout"),
          Map.entry(OWNER, "; it is the batch's: write it at the top"),
          Map.entry("env", "; variables are environment_variables, and envName is the environment"),
          Map.entry("image", "; the environment that envName names has it"),
          Map.entry("args", "; did you mean arguments?"),
          Map.entry("command", "; the environment that envName names has it"));

  // replaces an environment whose fault is recorded
  private static final String ANY_ENV = "any@1";

  /** An item's placement replaces the default as a whole, since a cluster lies in one region. */
  private static final String PLACEMENT = "placement";

  private final RequestReader requests;
  private final RequestFaults rules;
  private final EnvCatalogue environments;
  private final SpecReader spec;
  private final ObjectNode base;
  private final Optional<Duration> timeout;
  private final boolean envIsWrong;
  // by a hash of 64 bits, since ids may be long: of ten million batches of a million items, one is
  // rejected by mistake
  private final Map<Long, Integer> positions = new HashMap<>();

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

  /** Reads the defaults, and the other fields of the header that apply to every item. */
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

  /** Removes wrong fields, so that their faults are reported once and not for every item. */
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
    // the batch sets the owner, and the timeout sets the TTL
    Stream<String> ofRequest =
        requests.fields().stream().filter(name -> !name.equals(OWNER) && !name.equals("ttl"));
    return Stream.concat(Stream.of(ID, TIMEOUT), ofRequest);
  }

  /** Advice for fields of items that are written at the top. */
  static Map<String, String> ofDefaults(RequestReader requests) {
    return known(requests)
        .filter(name -> !name.equals(ID))
        .collect(Collectors.toMap(name -> name, name -> "; write it into defaults"));
  }

  /** Reads an item, and records all of its faults; empty if there are any. */
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
    long hash = ByteBuffer.wrap(Sha256.of(id)).getLong();
    Integer other = positions.putIfAbsent(hash, written.position());
    if (other != null) {
      fields.fault(
          ID,
          RequestRejectedException.excerpt(id) + " is also that of the item at position " + other);
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
    } catch (RequestRejectedException refusal) {
      for (Fault fault : rules.of(request)) {
        fields.faults().add(fields.place().at(fault.path()), fault.message());
      }
    }
  }

  private static Optional<String> unknown(EnvCatalogue environments, String env) {
    try {
      environments.require(EnvRef.parse(ENV, env));
      return Optional.empty();
    } catch (RequestRejectedException refusal) {
      return Optional.of("is unknown: " + refusal.getMessage());
    }
  }

  /** Reads an item that has been checked. */
  NewItem read(WrittenItem written) {
    ObjectNode item = written.object().orElseThrow();
    Fields fields = new Fields(item, written.place(), new FaultList());
    ObjectNode request = request(item);
    return new NewItem(
        fields.text(ID).orElseGet(() -> String.valueOf(written.position())),
        CanonicalJson.of(request),
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

  /** Maps are merged into maps; lists, and the placement, are replaced as a whole. */
  private static ObjectNode over(ObjectNode below, ObjectNode above) {
    ObjectNode all = below.deepCopy();
    ObjectNode given = above.deepCopy();
    given.properties().removeIf(field -> field.getValue().isNull());
    if (given.has(PLACEMENT)) {
      all.remove(PLACEMENT);
    }
    JsonMergePatch.append(all, given);
    return all;
  }
}
