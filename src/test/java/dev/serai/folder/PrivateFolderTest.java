package dev.serai.folder;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it serves its owners is tested with them. */
class PrivateFolderTest {

  @TempDir Path data;

  @Test
  void refusesAFolderOfAnotherUser() throws IOException {
    Path folder = Files.createDirectory(data.resolve("held"));
    var other =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");

    assertThatThrownBy(() -> PrivateFolder.closeToOthers(folder, "the folder", other))
        .isInstanceOf(FolderException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("not to nobody");
  }
}
