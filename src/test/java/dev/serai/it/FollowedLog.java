package dev.serai.it;

import dev.serai.server.RunningServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The log of an instance, followed by a client of its own until it is closed. */
final class FollowedLog implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile Optional<String> end = Optional.empty();

  private FollowedLog(HttpRequest request) {
    thread = new Thread(() -> follow(request), "followed-log");
    thread.setDaemon(true);
    thread.start();
  }

  static FollowedLog of(RunningServer server, String id) {
    return new FollowedLog(
        HttpRequest.newBuilder(server.uri("/env-instance/" + id + "/logs?follow=true")).build());
  }

  private void follow(HttpRequest request) {
    try {
      HttpResponse<Stream<String>> answer =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> body = answer.body()) {
        body.forEach(lines::add);
      }
      end = Optional.of("the end, after HTTP status " + answer.statusCode());
    } catch (IOException | RuntimeException e) {
      end = Optional.of(e.toString());
    } catch (InterruptedException e) {
      end = Optional.of("interrupted");
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** How it ended, if it did. */
  Optional<String> end() {
    return end;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
