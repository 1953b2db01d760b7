package dev.serai.pod;

import dev.serai.environment.Env;
import dev.serai.environment.EnvCatalogue;
import dev.serai.environment.Port;
import dev.serai.environment.Resources;
import dev.serai.environment.Simulation;
import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.Ttl;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What the tests plan. */
final class Plans {

  static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123Z");
  static final EnvRef REF = new EnvRef("demo", "1.0.0");
  static final String SECRET = "s3cr3t-value";

  private Plans() {}

  static Env env() {
    return env(REF, Optional.empty());
  }

  static Env env(EnvRef ref, Optional<Ttl> ttl) {
    return new Env(
        ref,
        new Env.About("", List.of(), NOW, NOW),
        new Env.MainContainer(
            "registry.example.com/box:1",
            List.of("/bin/run"),
            List.of("of-env"),
            Map.of("A", "env", "B", "env", "ENV_ONLY", "$(A) $$"),
            List.of(new Port("http", 80, "TCP"), Port.tcp(9090)),
            new Resources("250m", "64Mi")),
        new Env.SecondContainer("", List.of("/bin/second"), "registry.example.com/data"),
        new Env.PodSettings(
            "singleContainer",
            ttl,
            Optional.of(Duration.ofMillis(1500)),
            Map.of("team", "of-env", "tier", "low"),
            List.of(),
            Optional.of(
                new Simulation(
                    Optional.empty(), 0, List.of("x"), Duration.ofMillis(200), false, "", ""))));
  }

  static InstanceRequest request() {
    return new InstanceRequest(
        REF,
        "",
        Optional.empty(),
        Map.of("B", "request", "TOKEN", SECRET),
        List.of(),
        "a@b.com",
        Map.of("team", "of request", "k y/z", "Ünï"));
  }

  static InstanceRequest requestWith(List<String> arguments, String datasource) {
    return new InstanceRequest(
        REF, datasource, Optional.empty(), Map.of(), arguments, "", Map.of());
  }

  static InstancePlanner planner(Env... envs) {
    return new InstancePlanner(
        catalogue(envs),
        Ttl.of(Duration.ofHours(24)),
        Clock.fixed(NOW, ZoneOffset.UTC),
        new SecureRandom());
  }

  static InstancePlan plan() {
    return plan(request());
  }

  static InstancePlan plan(InstanceRequest request) {
    return planner(env()).plan(request, Optional.of("key-1"));
  }

  /** The plan for another environment than the catalogue's. */
  static InstancePlan plan(InstanceRequest request, UnaryOperator<Env> change) {
    return planner(change.apply(env())).plan(request, Optional.empty());
  }

  static EnvCatalogue catalogue(Env... envs) {
    return new EnvCatalogue() {
      @Override
      public Optional<Env> find(EnvRef ref) {
        return all().stream().filter(env -> env.ref().equals(ref)).findFirst();
      }

      @Override
      public Collection<Env> all() {
        return List.of(envs);
      }

      @Override
      public Set<String> versionsOf(String name) {
        Set<String> versions = new TreeSet<>();
        all().stream()
            .filter(env -> env.ref().name().equals(name))
            .forEach(env -> versions.add(env.ref().version()));
        return versions;
      }
    };
  }
}
