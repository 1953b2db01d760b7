package dev.serai.cluster.simulated;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Where a watch's frames go: a chunked answer, or a WebSocket with a text message for each. */
interface WatchSink {

  void send(Buffer frame);

  /** Whether the client reads so slowly that it should start again later. */
  boolean congested();

  void end();

  void onClose(Runnable action);

  static WatchSink of(HttpServerResponse response) {
    response.setChunked(true).putHeader("Content-Type", "application/json");
    response.setWriteQueueMaxSize(WatchStream.BACKLOG);
    response.writeHead();
    return new WatchSink() {
      @Override
      public void send(Buffer frame) {
        response.write(frame);
      }

      @Override
      public boolean congested() {
        return response.writeQueueFull();
      }

      @Override
      public void end() {
        response.end();
      }

      @Override
      public void onClose(Runnable action) {
        response.closeHandler(gone -> action.run());
      }
    };
  }

  static WatchSink of(ServerWebSocket socket) {
    socket.setWriteQueueMaxSize(WatchStream.BACKLOG);
    return new WatchSink() {
      @Override
      public void send(Buffer frame) {
        socket.writeFinalTextFrame(frame.toString());
      }

      @Override
      public boolean congested() {
        return socket.writeQueueFull();
      }

      @Override
      public void end() {
        socket.close();
      }

      @Override
      public void onClose(Runnable action) {
        socket.closeHandler(gone -> action.run());
      }
    };
  }
}
