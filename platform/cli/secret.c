// secret.c: a password typed at the terminal.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/cli.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LONGEST = 512 };

bool cli_secret(cli *x, const char *prompt, str *out)
{
    struct termios shown, hidden;
    char line[LONGEST];
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (fd < 0) return false;
    if (tcgetattr(fd, &shown)) return close(fd), false;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSAFLUSH, &hidden);
    bool asked = write(fd, prompt, strlen(prompt)) > 0;
    ssize_t n = asked ? read(fd, line, sizeof line) : 0;
    tcsetattr(fd, TCSAFLUSH, &shown);
    asked = write(fd, "\n", 1) == 1;
    close(fd);
    *out = n > 0 ? str_dup(x->a, str_trim((str){line, n})) : (str){0};
    return asked && out->n > 0;
}
