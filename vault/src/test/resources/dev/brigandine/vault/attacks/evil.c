/* A library that leaves a mark in whatever process loads it. MARK is a path without the process's number. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

__attribute__((constructor)) static void mark(void) {
  char name[512];
  snprintf(name, sizeof name, "%s-%d", MARK, (int)getpid());
  int file = open(name, O_CREAT | O_WRONLY, 0644);
  if (file >= 0) {
    close(file);
  }
}

/* For LD_AUDIT: "I am an audit library". */
unsigned int la_version(unsigned int version) {
  return version;
}
