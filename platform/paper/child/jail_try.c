// jail_try.c: tries to get out of the jail, for isms-paper --selftest.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/jail.h"
#include "platform/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Each returns what its system call returned: below zero is refused.
static long read_passwd(void)
{
    return open("/etc/passwd", O_RDONLY);
}

static long read_proc(void)
{
    return open("/proc/1/environ", O_RDONLY);
}

static long list_root(void)
{
    return open("/", O_RDONLY | O_DIRECTORY);
}

static long write_file(void)
{
    return open("/tmp/isms-paper-selftest", O_WRONLY | O_CREAT, 0600);
}

static long make_folder(void)
{
    return syscall(SYS_mkdirat, AT_FDCWD, "/tmp/isms-paper-selftest", 0700);
}

static long remove_file(void)
{
    return syscall(SYS_unlinkat, AT_FDCWD, "/tmp/isms-paper-selftest", 0);
}

static long internet(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}

static long local_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0);
}

static long run_program(void)
{
    char *const arguments[] = {"sh", "-c", "exit 0", NULL};
    return execve("/bin/sh", arguments, arguments + 3);
}

static long make_process(void)
{
    long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) _exit(0);
    return pid;
}

static long make_process_3(void)
{
    uint64_t arguments[11] = {[4] = SIGCHLD};
    long pid = syscall(SYS_clone3, arguments, sizeof arguments);
    if (pid == 0) _exit(0);
    return pid;
}

static long signal_parent(void)
{
    return kill(1, 0);
}

static long trace_parent(void)
{
    return ptrace(PTRACE_ATTACH, 1, NULL, NULL);
}

static long read_memory(void)
{
    return syscall(SYS_process_vm_readv, 1, NULL, 0, NULL, 0, 0);
}

static long make_code(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? -1 : 0;
}

static long new_namespace(void)
{
    return syscall(SYS_unshare, 0x10000000);
}

static long ring(void)
{
    char parameters[120] = {0};
    return syscall(SYS_io_uring_setup, 1, parameters);
}

static long lift_limit(void)
{
    uint64_t all[2] = {UINT64_MAX, UINT64_MAX};
    return syscall(SYS_prlimit64, 0, 9, all, NULL);
}

// The one thing here that must work, so that the others are not refused for a reason of their own.
static bool fonts_open(void)
{
    int fd = open("/usr/share/fonts", O_RDONLY | O_DIRECTORY);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

bool jail_try(void)
{
    static const struct {
        const char *what;
        long (*run)(void);
    } attempts[] = {
        {"read /etc/passwd", read_passwd},
        {"read /proc/1/environ", read_proc},
        {"list /", list_root},
        {"write a file", write_file},
        {"make a folder", make_folder},
        {"remove a file", remove_file},
        {"open an internet socket", internet},
        {"open a local socket", local_socket},
        {"run a program", run_program},
        {"make a process with clone", make_process},
        {"make a process with clone3", make_process_3},
        {"signal a process", signal_parent},
        {"trace a process", trace_parent},
        {"read a process's memory", read_memory},
        {"make memory executable", make_code},
        {"enter a namespace", new_namespace},
        {"open a ring", ring},
        {"lift a limit", lift_limit},
    };
    bool held = true;
    for (int i = 0; i < countof(attempts); i++) {
        errno = 0;
        bool refused = attempts[i].run() < 0;
        printf("%s: %s\n", attempts[i].what, refused ? strerror(errno) : "ALLOWED");
        held = held && refused;
    }
    if (!fonts_open()) puts("read the fonts: refused, and should not be"), held = false;
    fflush(stdout);
    return held;
}
