package dev.serai.batch.document;

import dev.serai.batch.NewItem;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The items of a document that has been checked, read on demand. */
public final class NewItems implements Iterator<NewItem>, Closeable {

  private final WrittenItems written;
  private final ItemReader reader;
  private Optional<NewItem> next = Optional.empty();

  NewItems(WrittenItems written, ItemReader reader) {
    this.written = written;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty()) {
      next = further();
    }
    return next.isPresent();
  }

  @Override
  public NewItem next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    NewItem item = next.orElseThrow();
    next = Optional.empty();
    return item;
  }

  private Optional<NewItem> further() {
    try {
      return written.next().map(reader::read);
    } catch (IOException e) {
      throw new UncheckedIOException("a document can't be read again", e);
    }
  }

  @Override
  public void close() throws IOException {
    written.close();
  }
}
