/* Ways into a process that no common tool shows: tricks readv|steal PID. Prints LOOT where one opens. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

static int readv_of(pid_t pid) {
  char path[64], line[512];
  unsigned long from = 0x400000;
  snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
  FILE *maps = fopen(path, "r");
  if (maps) {
    while (fgets(line, sizeof line, maps)) {
      if (strstr(line, " rw-p ")) {
        from = strtoul(line, NULL, 16);
        break;
      }
    }
    fclose(maps);
  }
  char to[64];
  struct iovec mine = {to, sizeof to}, theirs = {(void *)from, sizeof to};
  ssize_t n = process_vm_readv(pid, &mine, 1, &theirs, 1, 0);
  if (n > 0) {
    printf("LOOT: %zd bytes of its memory\n", n);
  } else {
    printf("no: %s\n", strerror(errno));
  }
  return 0;
}

static int steal_from(pid_t pid) {
  int process = (int)syscall(SYS_pidfd_open, pid, 0);
  if (process < 0) {
    printf("no: pidfd_open: %s\n", strerror(errno));
    return 0;
  }
  int file = (int)syscall(SYS_pidfd_getfd, process, 0, 0);
  if (file >= 0) {
    printf("LOOT: its standard input\n");
  } else {
    printf("no: %s\n", strerror(errno));
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    return 2;
  }
  pid_t pid = (pid_t)atoi(argv[2]);
  return strcmp(argv[1], "readv") == 0 ? readv_of(pid) : steal_from(pid);
}
