/*
 * tty.c - termios, the string that puts the terminal right, crash handlers.
 */
#include "config.h"

#include "ui/term/tty.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* Milliseconds for the restore string to get out. */
#define RESTORE_PATIENCE 100
#define CRASH_STACK_SIZE (64 * 1024)

/* What the signal handlers need. */
static struct {
    int fd;
    int shared_flags; /* of an open file that is not ours alone; else -1 */
    struct termios before, raw;
    char modes[TTY_RESTORE_SIZE];
    size_t modes_len;
    char screen[TTY_RESTORE_SIZE];
    size_t screen_len;
    volatile sig_atomic_t has_screen;
    volatile sig_atomic_t is_armed;
} way_out = {.fd = -1, .shared_flags = -1};

/* ---- opening */

static bool
is_same_device(int one, int other)
{
    struct stat a, b;

    return fstat(one, &a) == 0 && fstat(other, &b) == 0 &&
           a.st_rdev == b.st_rdev;
}

static int
open_anew(void)
{
    static const char *const paths[] = {"/proc/self/fd/1", "/dev/tty"};
    unsigned int wanted, got;

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        int fd = open(paths[i], O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

        if (fd < 0)
            continue;
        /* /dev/tty may be another terminal than ours. */
        if (ioctl(STDOUT_FILENO, TIOCGDEV, &wanted) == 0 &&
            ioctl(fd, TIOCGDEV, &got) == 0 && wanted == got)
            return fd;
        (void)close(fd);
    }
    return -1;
}

static int
share(struct err *err)
{
    int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    int flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);

    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) {
        (void)err_set_errno(err, errno, "opening the terminal");
        if (fd >= 0)
            (void)close(fd);
        return -1;
    }
    way_out.shared_flags = flags;
    return fd;
}

int
tty_open(struct err *err)
{
    if (!isatty(STDOUT_FILENO)) {
        (void)err_set(err, "standard output is not a terminal");
        return -1;
    }
    if (!isatty(STDIN_FILENO)) {
        (void)err_set(err, "standard input is not a terminal");
        return -1;
    }
    if (!is_same_device(STDIN_FILENO, STDOUT_FILENO)) {
        (void)err_set(err, "standard input and standard output are two "
                           "different terminals");
        return -1;
    }

    way_out.shared_flags = -1;
    int fd = open_anew();
    return fd >= 0 ? fd : share(err);
}

void
tty_close(int fd)
{
    if (way_out.shared_flags >= 0)
        (void)fcntl(fd, F_SETFL, way_out.shared_flags);
    way_out.shared_flags = -1;
    way_out.fd = -1;
    (void)close(fd);
}

struct size
tty_size(int fd)
{
    struct winsize size;

    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 ||
        size.ws_row == 0)
        return (struct size){80, 24};
    return (struct size){
        size.ws_col < GRID_WIDTH_MAX ? size.ws_col : GRID_WIDTH_MAX,
        size.ws_row < GRID_HEIGHT_MAX ? size.ws_row : GRID_HEIGHT_MAX,
    };
}

/* ---- raw and back */

static struct termios
raw_of(struct termios modes)
{
    modes.c_iflag &=
        ~(tcflag_t)(BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    modes.c_oflag &= ~(tcflag_t)OPOST;
    modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    return modes;
}

bool
tty_enter(int fd, struct str modes, struct str screen, struct err *err)
{
    if (modes.len > sizeof(way_out.modes) ||
        screen.len > sizeof(way_out.screen))
        return err_set(err, "this terminal's control strings are too long");
    if (tcgetattr(fd, &way_out.before) != 0)
        return err_set_errno(err, errno, "asking the terminal for its modes");

    way_out.fd = fd;
    way_out.raw = raw_of(way_out.before);
    memcpy(way_out.modes, modes.at, modes.len);
    way_out.modes_len = modes.len;
    memcpy(way_out.screen, screen.at, screen.len);
    way_out.screen_len = screen.len;
    way_out.has_screen = 0;
    if (tcsetattr(fd, TCSANOW, &way_out.raw) != 0)
        return err_set_errno(err, errno, "setting the terminal's modes");
    if (way_out.shared_flags >= 0)
        (void)fcntl(fd, F_SETFL, way_out.shared_flags | O_NONBLOCK);
    way_out.is_armed = 1;
    return true;
}

void
tty_set_modes(struct str modes)
{
    assert(modes.len <= sizeof(way_out.modes));
    way_out.modes_len = 0;
    memcpy(way_out.modes, modes.at, modes.len);
    way_out.modes_len = modes.len;
}

void
tty_has_screen(void)
{
    way_out.has_screen = 1;
}

bool
tty_enter_again(void)
{
    struct termios now;

    if (!way_out.is_armed || tcgetattr(way_out.fd, &now) != 0 ||
        (now.c_lflag == way_out.raw.c_lflag &&
         now.c_iflag == way_out.raw.c_iflag &&
         now.c_oflag == way_out.raw.c_oflag))
        return false;
    (void)tcsetattr(way_out.fd, TCSANOW, &way_out.raw);
    return true;
}

/* Whatever is in front of it, the string begins with ESC, which ends a
 * sequence that was cut off. */
static void
write_patiently(int fd, const char *bytes, size_t len)
{
    bool has_thrown_away = false;

    while (len > 0) {
        ssize_t sent = write(fd, bytes, len);
        struct pollfd writable = {.fd = fd, .events = POLLOUT};

        if (sent > 0) {
            bytes += sent;
            len -= (size_t)sent;
            continue;
        }
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent == 0 || errno != EAGAIN)
            return;
        if (poll(&writable, 1, RESTORE_PATIENCE) > 0)
            continue;
        /* Nobody reads. Old frames are worth less than this string. */
        if (has_thrown_away)
            return;
        has_thrown_away = true;
        (void)tcflush(fd, TCOFLUSH);
    }
}

void
tty_restore(void)
{
    int saved_errno = errno;
    sigset_t stop, before;

    if (!way_out.is_armed)
        return;
    way_out.is_armed = 0;

    /* In the background the terminal is the shell's, which has put it right
     * already; else it is ours, whatever the signal mask says. */
    pid_t foreground = tcgetpgrp(way_out.fd);
    if (foreground < 0 || foreground == getpgrp()) {
        (void)sigemptyset(&stop);
        (void)sigaddset(&stop, SIGTTOU);
        (void)sigprocmask(SIG_BLOCK, &stop, &before);
        if (way_out.has_screen)
            write_patiently(way_out.fd, way_out.screen, way_out.screen_len);
        write_patiently(way_out.fd, way_out.modes, way_out.modes_len);
        (void)tcsetattr(way_out.fd, TCSANOW, &way_out.before);
        (void)sigprocmask(SIG_SETMASK, &before, NULL);
    }
    if (way_out.shared_flags >= 0)
        (void)fcntl(way_out.fd, F_SETFL, way_out.shared_flags);
    errno = saved_errno;
}

/* ---- crashes */

static void
crashed(int number)
{
    tty_restore();
    /* SA_RESETHAND: now it kills. */
    (void)raise(number);
}

void
tty_install_crash_handlers(void)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
    /* A stack of its own: the usual one may be what is used up. */
    static char stack[CRASH_STACK_SIZE];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction action = {
        .sa_handler = crashed,
        .sa_flags = SA_ONSTACK | (int)SA_RESETHAND | SA_NODEFER,
    };

    (void)sigaltstack(&alternate, NULL);
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        (void)sigaction(numbers[i], &action, NULL);
}
