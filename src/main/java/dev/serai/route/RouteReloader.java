package dev.serai.route;

import dev.serai.base.DaemonThreads;
import dev.serai.route.RoutesStatus.FileStatus;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the route files, and loads them again when their content changes.
 *
 * <p>Files are compared by digest at an interval, which notices every way of changing a file,
 * including the links that Kubernetes swaps for a ConfigMap. A set that does not validate, or that
 * Camel refuses in a {@linkplain RouteRehearsal rehearsal}, changes nothing that runs.
 */
public final class RouteReloader extends ServiceSupport implements StaticService {

  public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);

  /** Between two reads that have to agree, so that a file being written is not taken for whole. */
  private static final Duration SETTLE = Duration.ofMillis(40);

  private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);

  private final RouteFolder folder;
  private final String engine;
  private final Duration interval;
  private final Duration grace;
  private final RouteValidator validator;
  private final RouteWarnings warnings;
  private final Clock clock;
  private volatile Entrance entrance = Entrance.NONE;

  private final SortedMap<Path, RouteFile> loaded = new TreeMap<>();
  private final Map<Path, Instant> loadedAt = new HashMap<>();
  private final SortedMap<Path, Finding> problems = new TreeMap<>();

  /** What the files held when they were last dealt with, whatever came of it. */
  private SortedMap<Path, RouteFile> seen = new TreeMap<>();

  /** A state that editors pass through while saving; believed when it is seen twice. */
  private Optional<SortedMap<Path, RouteFile>> doubted = Optional.empty();

  private Optional<Checked> checked = Optional.empty();
  private volatile View view = new View(Map.of(), Map.of(), Map.of());
  private volatile Optional<CamelContext> context = Optional.empty();
  private Optional<ScheduledExecutorService> watcher = Optional.empty();

  /**
   * @param engine which file of {@code engines/} is loaded, without its suffix
   * @param interval between two looks at the files, at most a second
   * @param grace how long a changed route may take to finish what it has begun
   */
  public RouteReloader(
      Path directory,
      String engine,
      Duration interval,
      Duration grace,
      RouteValidator validator,
      Clock clock) {
    this.folder = new RouteFolder(directory, validator.vocabulary().clusters());
    this.engine = Objects.requireNonNull(engine, "engine is null");
    this.interval = Objects.requireNonNull(interval, "interval is null");
    this.grace = Objects.requireNonNull(grace, "grace is null");
    this.validator = Objects.requireNonNull(validator, "validator is null");
    this.warnings = new RouteWarnings(folder);
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** What is held while routes that it leads to are exchanged. */
  public void behind(Entrance front) {
    entrance = Objects.requireNonNull(front, "front is null");
  }

  /**
   * Checks the files ahead of {@link #loadAll}, which need not do it then: it takes a part of a
   * second, and may be done while other things start.
   */
  public synchronized void check() {
    SortedMap<Path, RouteFile> files = chosen();
    checked =
        Optional.of(new Checked(files, validator.loadable(files.values(), validator.vocabulary())));
  }

  /**
   * Loads every file into a context that has not been started.
   *
   * @throws RouteLoadException naming the first file that can't be loaded
   */
  public synchronized void loadAll(CamelContext target) throws RouteLoadException {
    context = Optional.of(target);
    var unused = GatedDirectComponent.of(target);
    SortedMap<Path, RouteFile> files = chosen();
    RouteValidator.Result result =
        checked
            .filter(before -> before.files().equals(files) && before.result().isGood())
            .map(Checked::result)
            .orElseGet(() -> validator.loadable(files.values(), words(target)));
    checked = Optional.empty();
    if (!result.isGood()) {
      throw RouteLoadException.of(result.findings());
    }
    RouteLoading.load(target, files.values());
    warnings.ofRoutes(result.warnings());
    accept(files);
    seen = files;
    view = new View(loadedAt, problems, seen);
  }

  /** How things stand now; answers at once, also while a change is being applied. */
  public RoutesStatus status() {
    View now = view;
    Set<Path> paths = new TreeSet<>(now.loadedAt().keySet());
    paths.addAll(now.problems().keySet());
    List<FileStatus> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(
          new FileStatus(
              path,
              Optional.ofNullable(now.seen().get(path)).map(RouteFile::digest).orElse(""),
              Optional.ofNullable(now.loadedAt().get(path)),
              Optional.ofNullable(now.problems().get(path)),
              context.map(target -> new RunningRoutes(target, grace).of(path)).orElse(List.of())));
    }
    return new RoutesStatus(!now.loadedAt().isEmpty(), files);
  }

  @Override
  protected void doStart() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("routes"));
    long millis = interval.toMillis();
    var unused = executor.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    watcher = Optional.of(executor);
  }

  /** Lets a change that is being applied come to its end, so that no file is half there. */
  @Override
  protected void doStop() throws InterruptedException {
    if (watcher.isPresent()) {
      watcher.get().shutdown();
      watcher.get().awaitTermination(grace.toMillis() + 1000, TimeUnit.MILLISECONDS);
      watcher = Optional.empty();
    }
  }

  /** Looks at the files once, and applies what has changed. */
  void look() {
    try {
      lookOnce();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      LOG.debug("The routes can't be read just now; trying again", e);
    } catch (RuntimeException e) {
      LOG.warn("Looking at the routes failed; trying again", e);
    }
  }

  private void lookOnce() throws InterruptedException {
    CamelContext target = context.filter(CamelContext::isStarted).orElse(null);
    if (target == null || target.isStopping()) {
      return;
    }
    SortedMap<Path, RouteFile> now = chosen();
    if (now.equals(seen)) {
      doubted = Optional.empty();
      warnings.log();
      return;
    }
    Thread.sleep(SETTLE.toMillis());
    if (!now.equals(chosen()) || isDoubtful(now)) {
      return;
    }
    reconcile(target, now);
  }

  private boolean isDoubtful(SortedMap<Path, RouteFile> now) {
    boolean gone = !now.keySet().containsAll(seen.keySet());
    boolean blank = now.values().stream().anyMatch(file -> file.content().isBlank());
    boolean first = !doubted.equals(Optional.of(now));
    doubted = Optional.of(now);
    return first && (gone || blank);
  }

  private synchronized void reconcile(CamelContext target, SortedMap<Path, RouteFile> now) {
    SortedMap<Path, Finding> refused = new TreeMap<>();
    RouteSelection selection = new RouteSelection(validator, words(target), target);
    SortedMap<Path, RouteFile> accepted = selection.choose(loaded, now, refused);
    RouteChange change = new RouteChange(loaded, accepted);
    if (!change.isNothing()) {
      long started = System.nanoTime();
      try {
        change.apply(target, grace, entrance);
        accept(accepted);
        LOG.info(
            "Routes reloaded in {} ms: {}",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started),
            change.affected());
      } catch (RouteLoadException e) {
        if (!target.isStarted()) {
          return;
        }
        refused.putIfAbsent(e.finding().file(), e.finding());
      }
    }
    refused.forEach(
        (path, finding) -> {
          if (!finding.equals(problems.get(path))
              || !Objects.equals(now.get(path), seen.get(path))) {
            LOG.warn("{} is not loaded, what ran before goes on: {}", path, finding);
          }
        });
    problems.clear();
    problems.putAll(refused);
    warnings.ofRoutes(validator.warnings(loaded.values()));
    seen = now;
    view = new View(loadedAt, problems, seen);
  }

  /** What was found in files before they were loaded. */
  private record Checked(SortedMap<Path, RouteFile> files, RouteValidator.Result result) {}

  /** A copy for those who ask from other threads. */
  private record View(
      Map<Path, Instant> loadedAt, Map<Path, Finding> problems, Map<Path, RouteFile> seen) {

    View {
      loadedAt = Map.copyOf(loadedAt);
      problems = Map.copyOf(problems);
      seen = Map.copyOf(seen);
    }
  }

  private void accept(SortedMap<Path, RouteFile> files) {
    Instant now = clock.instant();
    files.forEach(
        (path, file) -> {
          if (!file.equals(loaded.get(path))) {
            loadedAt.put(path, now);
          }
        });
    loadedAt.keySet().retainAll(files.keySet());
    loaded.clear();
    loaded.putAll(files);
  }

  private SortedMap<Path, RouteFile> chosen() {
    SortedMap<Path, RouteFile> files = new TreeMap<>(folder.read().routes());
    files.values().removeIf(file -> file.engine().filter(name -> !name.equals(engine)).isPresent());
    return files;
  }

  private RouteVocabulary words(CamelContext target) {
    RouteVocabulary words = validator.vocabulary();
    Set<String> served = new TreeSet<>(words.served());
    served.addAll(new RunningRoutes(target, grace).servedElsewhere());
    return words.withServed(served);
  }
}
