package dev.serai.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The request for a creation: in options, or complete in a file. */
final class RequestOptions {

  private static final String STANDARD_INPUT = "-";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ENV@VERSION",
      description = "The environment.")
  private String env;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARG",
      description = "Arguments for the instance, in place of the environment's.")
  private List<String> arguments = List.of();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description = "An environment variable for the instance.")
  private Map<String, String> variables = Map.of();

  @Option(names = "--ttl", paramLabel = "DURATION", description = "How long it may live, like 30m.")
  private String ttl;

  @Option(names = "--owner", paramLabel = "OWNER", description = "Whose it is.")
  private String owner;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description = "A label of your own.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--datasource",
      paramLabel = "TAG",
      description = "The tag of the second container's image.")
  private String datasource;

  @Option(names = "--cluster", paramLabel = "NAME", description = "The cluster it has to run on.")
  private String cluster;

  @Option(names = "--region", paramLabel = "NAME", description = "The region it has to run in.")
  private String region;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A whole request as JSON, in place of all of these; - = standard input.")
  private String file;

  /** The body of {@code POST /env-instance}. */
  byte[] body(Shell shell) {
    if (file == null) {
      return written();
    }
    if (env != null || hasOptions()) {
      throw usage("--file is a whole request; give no environment, argument or option beside it");
    }
    try {
      return file.equals(STANDARD_INPUT)
          ? shell.in().readAllBytes()
          : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandFailedException(ExitCode.USAGE, "there is no file " + file, e);
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.USAGE, file + " can't be read: " + e.getMessage(), e);
    }
  }

  private boolean hasOptions() {
    return !variables.isEmpty()
        || !labels.isEmpty()
        || ttl != null
        || owner != null
        || datasource != null
        || cluster != null
        || region != null;
  }

  private byte[] written() {
    ObjectNode body = JSON.createObjectNode();
    body.put(
        "envName",
        Optional.ofNullable(env)
            .orElseThrow(() -> usage("say which environment: create NAME@VERSION, or --file")));
    put(body, "datasource", datasource);
    put(body, "ttl", ttl);
    put(body, "owner", owner);
    put(body, "environment_variables", variables);
    put(body, "labels", labels);
    if (cluster != null || region != null) {
      ObjectNode placement = body.putObject("placement");
      put(placement, "cluster", cluster);
      put(placement, "region", region);
    }
    if (!arguments.isEmpty()) {
      arguments.forEach(body.putArray("arguments")::add);
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts can't be written", e);
    }
  }

  private static void put(ObjectNode body, String field, String value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  private static void put(ObjectNode body, String field, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      entries.forEach(body.putObject(field)::put);
    }
  }

  private static CommandFailedException usage(String message) {
    return new CommandFailedException(ExitCode.USAGE, message);
  }
}
