// jail.c: what isms-paper may still do.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/jail.h"
#include "platform/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534
#define MEMORY ((rlim_t)1 << 30)
#define SECONDS 60
#define FILE_BYTES ((rlim_t)512 << 20)

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif

// The two filters, made once: [0] opens for reading only, [1] also for writing.
static struct sock_filter room[2][1024];
static struct sock_fprog filters[2];

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "isms-paper: %s: %m\n", what);
    _exit(70);
}

static void become_nobody(void)
{
    if (geteuid() != 0) return;
    if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) || setresuid(NOBODY, NOBODY, NOBODY))
        return; // root without the right to change: a container that has narrowed it already
    // Changing hides /proc/self/fd, through which a file in memory is opened a second time.
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static void allow_reading(int ruleset, const char *folder)
{
    int fd = open(folder, O_PATH | O_CLOEXEC);
    if (fd < 0) return;
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR, .parent_fd = fd};
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(fd);
}

static void close_files(void)
{
    static const char *const fonts[] = {"/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig",
                                        "/etc/fonts", "/var/cache/fontconfig"};
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) {
        fputs("isms-paper: this kernel has no Landlock; only seccomp guards the files\n", stderr);
        return;
    }
    // Everything that the first version knows, and moving between folders (2), truncating (3), device ioctls (5).
    uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (abi >= 2) rights |= 1ull << 13;
    if (abi >= 3) rights |= 1ull << 14;
    if (abi >= 5) rights |= 1ull << 15;
    struct landlock_ruleset_attr all = {.handled_access_fs = rights};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0);
    if (ruleset < 0) give_up("Landlock");
    for (int i = 0; i < countof(fonts); i++) allow_reading(ruleset, fonts[i]);
    if (syscall(SYS_landlock_restrict_self, ruleset, 0)) give_up("Landlock");
    close(ruleset);
}

// What malloc, zlib, expat, cairo, pango with its font thread, and libxlsxwriter need of the system.
static const int plain_calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(statx),
    SCMP_SYS(fstatfs),
    SCMP_SYS(statfs),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(fcntl),
    SCMP_SYS(fadvise64),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(memfd_create),
    SCMP_SYS(ftruncate),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

static bool add_calls(scmp_filter_ctx f, bool writes)
{
    const unsigned long long changing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    bool ok = true;
    for (int i = 0; i < countof(plain_calls); i++) ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, plain_calls[i], 0);
    if (writes)
        ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 0);
    else
        ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, changing, 0));
    // Memory never becomes code; a clone is a thread.
    ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    ok &= !seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0));
    return ok;
}

static void make_filter(int which)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    int fd = memfd_create("filter", MFD_CLOEXEC);
    if (!f || fd < 0 || !add_calls(f, which == 1) || seccomp_export_bpf(f, fd)) give_up("seccomp");
    ssize_t n = pread(fd, room[which], sizeof room[which], 0);
    if (n <= 0 || n == (ssize_t)sizeof room[which]) give_up("seccomp");
    filters[which] = (struct sock_fprog){(unsigned short)((size_t)n / sizeof(struct sock_filter)), room[which]};
    seccomp_release(f);
    close(fd);
}

static void limit(int what, rlim_t most)
{
    setrlimit((__rlimit_resource_t)what, &(struct rlimit){most, most});
}

void jail_first(void)
{
    make_filter(0);
    make_filter(1);
    limit(RLIMIT_CORE, 0);
    become_nobody();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) give_up("no new privileges");
    close_files();
}

void jail_second(bool writes)
{
#ifndef UNDER_ASAN // its shadow is 20 TB of address space
    limit(RLIMIT_AS, MEMORY);
#endif
    limit(RLIMIT_CPU, SECONDS);
    limit(RLIMIT_FSIZE, FILE_BYTES);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_MEMLOCK, 0);
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filters[writes])) give_up("seccomp");
}
