package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionFolderTest {
  @TempDir Path base;

  @Test
  void anothersFolderOfThatNameIsNotTaken() throws IOException {
    UserPrincipal self = Files.getOwner(base);
    Path usual = Files.createDirectory(base.resolve("brigandine-" + self.getName()));
    Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (RegionFolder folder = new RegionFolder(self, new SecureRandom(), base)) {
      assertThat(folder.path()).isNotEqualTo(usual).hasParent(base);
      assertThat(mode(folder.path())).isEqualTo("rwx--x--x");
    }
    Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwx--x--x"));
    try (RegionFolder folder = new RegionFolder(self, new SecureRandom(), base)) {
      assertThat(folder.path()).isEqualTo(usual);
    }
    Files.createSymbolicLink(usual, Files.createDirectory(base.resolve("elsewhere")));
    try (RegionFolder folder = new RegionFolder(self, new SecureRandom(), base)) {
      assertThat(folder.path()).isNotEqualTo(usual);
    }
  }

  @Test
  void twoVaultsOfAUserShareItAndOneMayGo() throws IOException {
    UserPrincipal self = Files.getOwner(base);
    RegionFolder two = new RegionFolder(self, new SecureRandom(), base);
    try (RegionFolder one = new RegionFolder(self, new SecureRandom(), base)) {
      assertThat(two.path()).isEqualTo(one.path());
      two.close();
      try (SharedRegion region = one.create(1, 5000)) {
        two.close();
        assertThat(Files.size(region.path())).isEqualTo(5000);
        assertThat(mode(region.path())).isEqualTo("rw-rw-rw-");
        region.unlink();
        assertThat(region.path()).doesNotExist();
        region.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 4997);
        ByteBuffer read = ByteBuffer.allocateDirect(3);
        region.read(read, 4997);
        assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      }
    }
    try (var left = Files.list(base)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void withoutSharedMemoryTheTempFolderServes() throws IOException {
    UserPrincipal self = Files.getOwner(base);
    try (RegionFolder folder =
        new RegionFolder(self, new SecureRandom(), base.resolve("no-such-folder"))) {
      assertThat(folder.inMemory()).isFalse();
      assertThat(folder.path().getParent())
          .isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
      folder.create(1, 100).close();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
